package dev.caramba.access;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Counts rejected requests and logs them. It logs the first one at once and the following ones together, since someone
 * who tries many keys would otherwise flood the log. It never logs credentials.
 */
public final class Rejections {

    private static final Logger LOG = Logger.getLogger("dev.caramba.access");
    private static final long REPORT_INTERVAL = Duration.ofSeconds(10).toNanos();

    private final Consumer<Rejection> meter;
    private final Consumer<String> log;
    private final LongSupplier nanos;
    private final Map<Rejection, Integer> unreported = new EnumMap<>(Rejection.class);
    private Optional<Long> lastReport = Optional.empty();

    /**
     * @param meter counts each rejection
     * @param nanos a monotonic clock such as {@link System#nanoTime()}
     */
    public Rejections(Consumer<Rejection> meter, LongSupplier nanos) {
        this(meter, LOG::warn, nanos);
    }

    Rejections(Consumer<Rejection> meter, Consumer<String> log, LongSupplier nanos) {
        this.meter = meter;
        this.log = log;
        this.nanos = nanos;
    }

    /** @param from the address of the connection's other side */
    void add(Rejection rejection, String from) {
        meter.accept(rejection);
        line(rejection, from).ifPresent(log);
    }

    private synchronized Optional<String> line(Rejection rejection, String from) {
        var now = nanos.getAsLong();
        unreported.merge(rejection, 1, Integer::sum);
        if (lastReport.filter(then -> now - then < REPORT_INTERVAL).isPresent()) {
            return Optional.empty();
        }
        lastReport = Optional.of(now);
        var counts = unreported.entrySet().stream()
                .map(entry -> entry.getKey().wireName() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        unreported.clear();
        return Optional.of("not let in: " + counts + ", the last one from " + from);
    }
}
