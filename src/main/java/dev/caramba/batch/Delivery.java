package dev.caramba.batch;

import dev.caramba.call.Invocation;
import dev.caramba.error.HttpError;
import dev.caramba.result.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sends what came of events to the configured sink; without one it goes back to the sender of the event. */
public final class Delivery {

    private static final Logger LOG = Logger.getLogger(Delivery.class);

    private final Optional<ResultSink> sink;

    public Delivery(Optional<ResultSink> sink) {
        this.sink = sink;
    }

    /** Whether what comes of this invocation goes to the sink. */
    public boolean takes(Invocation invocation) {
        return sink.isPresent() && !invocation.interactive();
    }

    /** How a function ends whose results were delivered. */
    public <T> Uni<T> acknowledged() {
        return Uni.createFrom().failure(AcknowledgedException::new);
    }

    /**
     * Delivers what came of a prompt. Fails with an error that lets the event be delivered again: what came of the prompt
     * is kept, and not run again then.
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
