package dev.caramba.batch;

import dev.caramba.call.Invocation;
import dev.caramba.error.HttpError;
import dev.caramba.result.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Delivers the results of events to the configured sink. Without a sink, results go back to the sender of the event.
 */
public final class Delivery {

    private static final Logger LOG = Logger.getLogger(Delivery.class);

    private final Optional<ResultSink> sink;

    public Delivery(Optional<ResultSink> sink) {
        this.sink = sink;
    }

    /** Returns whether the results of this invocation go to the sink. */
    public boolean takes(Invocation invocation) {
        return sink.isPresent() && !invocation.interactive();
    }

    /** Returns how a function ends after its results were delivered. */
    public <T> Uni<T> acknowledged() {
        return Uni.createFrom().failure(AcknowledgedException::new);
    }

    /**
     * Delivers the result of a prompt. When that fails, the error makes the sender deliver the event again. The prompt
     * is not run again then, since its result is stored.
     */
    public Uni<Void> deliver(IdempotencyKey key, PromptResult outcome) {
        var event = outcome instanceof PromptResult.Succeeded succeeded
                ? new ResultEvent(key, true, succeeded.result())
                : new ResultEvent(key, false, outcome.error().envelope());
        return sink.orElseThrow().send(event).onFailure().transform(Delivery::undelivered);
    }

    private static Throwable undelivered(Throwable e) {
        LOG.warnf("a result cannot be delivered to the sink: %s", e);
        return HttpError.sinkOutOfReach().asException();
    }
}
