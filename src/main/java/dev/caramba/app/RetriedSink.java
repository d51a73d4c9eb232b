package dev.caramba.app;

import dev.caramba.batch.ResultEvent;
import dev.caramba.batch.ResultSink;
import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;

/**
 * Repeats a failed delivery a few times, within about a second. A longer outage is left to the sender of the event,
 * which delivers it again.
 */
final class RetriedSink implements ResultSink {

    private static final int RETRIES = 3;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long JITTER_MILLIS = 50;

    private final ResultSink sink;
    private final Guard retry = Guard.create()
            .withRetry()
            .maxRetries(RETRIES)
            .delay(FIRST_PAUSE_MILLIS, ChronoUnit.MILLIS)
            .jitter(JITTER_MILLIS, ChronoUnit.MILLIS)
            .withExponentialBackoff()
            .done()
            .done()
            .build();

    RetriedSink(ResultSink sink) {
        this.sink = sink;
    }

    @Override
    public Uni<Void> send(ResultEvent event) {
        return Uni.createFrom().deferred(() -> retry.get(() -> sink.send(event), new TypeLiteral<Uni<Void>>() {}));
    }
}
