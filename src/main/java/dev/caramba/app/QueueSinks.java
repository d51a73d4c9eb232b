package dev.caramba.app;

import dev.caramba.batch.ResultSink;
import java.net.URI;
import java.time.Duration;

/** Makes sinks that send to a queue, in artifacts that can. */
interface QueueSinks {

    /**
     * A sink; nothing is opened before its first use.
     *
     * @param timeout of one try
     */
    ResultSink of(URI queue, Duration timeout);
}
