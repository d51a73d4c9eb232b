package dev.caramba.batch;

import io.smallrye.mutiny.Uni;

/** Takes what came of prompts for which nobody waits. */
public interface ResultSink {

    /** Fails when it cannot be delivered. */
    Uni<Void> send(ResultEvent event);
}
