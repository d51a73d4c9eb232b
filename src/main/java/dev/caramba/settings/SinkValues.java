package dev.caramba.settings;

import dev.caramba.config.BaseUrl;
import dev.caramba.config.CarambaConfig.SinkKeys;
import dev.caramba.config.ConfigSection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The checked values of {@code caramba.sink}. At most one sink is set. Without one, the results of events go back to
 * their senders.
 *
 * @param url the address to which results are posted
 * @param stream the key of the Redis stream to which they are added
 * @param streamMaxLength about how many entries the stream keeps
 * @param queue the URL of the SQS queue to which they are sent
 * @param timeout the timeout of one try
 */
public record SinkValues(
        Optional<URI> url, Optional<String> stream, long streamMaxLength, Optional<URI> queue, Duration timeout) {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long STREAM_MAX_LENGTH = 100_000;
    private static final String REDIS =
            "REDIS_URL or QUARKUS_REDIS_HOSTS to be set, and caramba.store.type not to be memory";

    /**
     * @param variables looks up a variable: Knative sets {@code K_SINK}
     * @param redis whether there is a shared store
     */
    static SinkValues read(SinkKeys keys, Function<String, Optional<String>> variables, boolean redis) {
        var section = new ConfigSection("caramba.sink");
        checkOneAtMost(section, keys);
        var url = section.text(keys.url()).map(text -> uri(section.key("url"), text));
        var stream = section.text(keys.stream()).map(key -> stream(section, key, redis));
        var queue = section.text(keys.queue()).map(text -> uri(section.key("queue"), text));
        return new SinkValues(
                url.or(() -> stream.isPresent() || queue.isPresent() ? Optional.empty() : knatives(section, variables)),
                stream,
                section.longWhole("stream-max-length", keys.streamMaxLength(), 1, Long.MAX_VALUE)
                        .orElse(STREAM_MAX_LENGTH),
                queue,
                section.duration("timeout", keys.timeout(), TIMEOUT));
    }

    private static String stream(ConfigSection section, String key, boolean redis) {
        if (key.contains("{") || key.contains("}")) {
            throw section.wrong("stream", key, "a text without braces");
        }
        if (!redis) {
            throw section.wrong("stream", key, REDIS);
        }
        return key;
    }

    private static void checkOneAtMost(ConfigSection section, SinkKeys keys) {
        var set = Stream.of(
                        section.text(keys.url()).map(value -> "url"),
                        section.text(keys.stream()).map(value -> "stream"),
                        section.text(keys.queue()).map(value -> "queue"))
                .flatMap(Optional::stream)
                .toList();
        if (set.size() > 1) {
            throw tooMany(section, set);
        }
    }

    /** Does not show the values: the mistake is that there are several. */
    private static RuntimeException tooMany(ConfigSection section, List<String> set) {
        return section.wrong(set.get(1), "set beside " + section.key(set.get(0)), "one sink at most");
    }

    private static Optional<URI> knatives(ConfigSection section, Function<String, Optional<String>> variables) {
        return section.text(variables.apply("K_SINK")).map(url -> uri("K_SINK", url));
    }

    /** Returns the address as it is written. A path may end in a slash and is never empty. */
    private static URI uri(String key, String url) {
        BaseUrl.checkedHost(key, url);
        var uri = URI.create(url);
        return uri.getRawPath().isEmpty() ? uri.resolve("/") : uri;
    }
}
