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
 * Counts everybody who is not let in, and tells of it in the log: of the first at once, of those who follow together, since
 * whoever tries keys would fill it. Never tells what was tried.
 */
public final class Rejections {

    private static final Logger LOG = Logger.getLogger("dev.caramba.access");
    private static final long QUIET = Duration.ofSeconds(10).toNanos();

    private final Consumer<Rejection> meter;
    private final Consumer<String> log;
    private final LongSupplier nanos;
    private final Map<Rejection, Integer> untold = new EnumMap<>(Rejection.class);
    private Optional<Long> told = Optional.empty();

    /**
     * @param meter counts each
     * @param nanos a clock without a beginning, as {@link System#nanoTime()}
     */
    public Rejections(Consumer<Rejection> meter, LongSupplier nanos) {
        this(meter, LOG::warn, nanos);
    }

    Rejections(Consumer<Rejection> meter, Consumer<String> log, LongSupplier nanos) {
        this.meter = meter;
        this.log = log;
        this.nanos = nanos;
    }

    /** @param from the address of the other side of the connection */
    void add(Rejection rejection, String from) {
        meter.accept(rejection);
        line(rejection, from).ifPresent(log);
    }

    private synchronized Optional<String> line(Rejection rejection, String from) {
        var now = nanos.getAsLong();
        untold.merge(rejection, 1, Integer::sum);
        if (told.filter(then -> now - then < QUIET).isPresent()) {
            return Optional.empty();
        }
        told = Optional.of(now);
        var counts = untold.entrySet().stream()
                .map(entry -> entry.getKey().wireName() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        untold.clear();
        return Optional.of("not let in: " + counts + ", the last one from " + from);
    }
}
