package dev.caramba.app;

import dev.caramba.batch.ResultSink;
import dev.caramba.config.ConfigException;
import dev.caramba.settings.ConfigurationCheck;
import dev.caramba.settings.Settings;
import dev.caramba.sink.HttpSink;
import dev.caramba.sink.RedisStreamSink;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses the configured sink for the results of events, with retries. */
@Singleton
final class Sinks {

    private final Optional<ResultSink> chosen;

    @Inject
    Sinks(Settings settings, Stores stores, Instance<QueueSinks> queues, ConfigurationCheck check) {
        var sink = settings.sink();
        var http = sink.url().<ResultSink>map(url -> new HttpSink(url, sink.timeout(), settings.wire()));
        var stream = sink.stream()
                .<ResultSink>map(key -> new RedisStreamSink(
                        stores.link().orElseThrow(),
                        key,
                        sink.streamMaxLength(),
                        settings.batch().resultTtl(),
                        sink.timeout()));
        var queue =
                sink.queue().map(url -> check.told(() -> queues(queues, url)).of(url, sink.timeout()));
        chosen = Stream.of(http, stream, queue)
                .flatMap(Optional::stream)
                .findFirst()
                .map(RetriedSink::new);
    }

    /** Returns the sink; empty when results go back to the sender of the event. */
    Optional<ResultSink> chosen() {
        return chosen;
    }

    private static QueueSinks queues(Instance<QueueSinks> queues, URI url) {
        return queues.stream()
                .findFirst()
                .orElseThrow(() -> ConfigException.wrong(
                        "caramba.sink.queue", url.toString(), "the artifact for AWS Lambda, no other sends to SQS"));
    }
}
