package dev.caramba.app;

import dev.caramba.app.CarambaConfig.SinkKeys;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keys of the sink, read.
 *
 * @param url where results of events go; empty when they go back to the sender
 * @param timeout of one request to it
 */
record SinkValues(Optional<URI> url, Duration timeout) {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** @param variables looks up a variable: Knative sets {@code K_SINK} */
    static SinkValues read(SinkKeys keys, Function<String, Optional<String>> variables) {
        var section = new Section("caramba.sink");
        var own = section.text(keys.url()).map(url -> uri(section.key("url"), url));
        return new SinkValues(
                own.or(() -> section.text(variables.apply("K_SINK")).map(url -> uri("K_SINK", url))),
                section.duration("timeout", keys.timeout(), TIMEOUT));
    }

    /** As it is written: a path may end in a slash, and is never empty. */
    private static URI uri(String key, String url) {
        BaseUrl.checked(key, url);
        var uri = URI.create(url);
        return uri.getRawPath().isEmpty() ? uri.resolve("/") : uri;
    }
}
