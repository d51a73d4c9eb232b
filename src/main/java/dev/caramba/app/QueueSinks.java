package dev.caramba.app;

import dev.caramba.batch.ResultSink;
import java.net.URI;
import java.time.Duration;

/** Creates sinks for a queue, in the artifacts that support one. */
interface QueueSinks {

    /**
     * Returns a sink. It opens nothing before its first use.
     *
     * @param timeout the timeout of one try
     */
    ResultSink of(URI queue, Duration timeout);
}
