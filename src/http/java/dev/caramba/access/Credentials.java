package dev.caramba.access;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The access keys or bearer tokens that a request carries, as they were sent. {@code Authorization: Bearer},
 * {@code x-api-key} and {@code api-key} are equivalent. Of several known credentials the first one counts, in this
 * order; for requests in Anthropic's form {@code x-api-key} comes first, as with Anthropic. A header with more than one
 * word is no credential.
 *
 * @param values the credentials; they are secret, never logged and never shown
 */
record Credentials(List<String> values) {

    private static final String MESSAGES = "/v1/messages";
    private static final String MODELS = "/v1/models";
    private static final String VERSION = "anthropic-version";

    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +(\\S+) *");
    private static final Pattern WORD = Pattern.compile("\\s*(\\S+)\\s*");

    /** Returns the credentials of a request. */
    static Credentials of(HttpServerRequest request) {
        return in(request.path(), request.headers());
    }

    /** Returns the credentials in the headers of a request to this path. */
    static Credentials in(String path, MultiMap headers) {
        var bearer = read(headers, "authorization", BEARER);
        var key = read(headers, "x-api-key", WORD);
        return new Credentials(Stream.concat(
                        isOfAnthropic(path, headers) ? Stream.of(key, bearer) : Stream.of(bearer, key),
                        Stream.of(read(headers, "api-key", WORD)))
                .flatMap(Optional::stream)
                .toList());
    }

    private static boolean isOfAnthropic(String path, MultiMap headers) {
        return path.equals(MESSAGES)
                || path.startsWith(MESSAGES + "/")
                || path.startsWith(MODELS) && headers.contains(VERSION);
    }

    boolean none() {
        return values.isEmpty();
    }

    private static Optional<String> read(MultiMap headers, String name, Pattern form) {
        return Optional.ofNullable(headers.get(name))
                .map(form::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1));
    }

    @Override
    public String toString() {
        return "Credentials[(hidden)]";
    }
}
