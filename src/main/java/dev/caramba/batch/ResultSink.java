package dev.caramba.batch;

import io.smallrye.mutiny.Uni;

/** Takes the results of prompts for which no caller waits. */
public interface ResultSink {

    /** Sends the event. Fails when the sink does not take it. */
    Uni<Void> send(ResultEvent event);
}
