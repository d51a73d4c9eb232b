package dev.caramba.access;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The access keys or bearer tokens that a request carries, as they were sent. {@code Authorization: Bearer},
 * {@code x-api-key} and {@code api-key} are equivalent. Of several known credentials the first one counts, in this
 * order. A header with more than one word is no credential.
 *
 * @param values the credentials; they are secret, never logged and never shown
 */
record Credentials(List<String> values) {

    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +(\\S+) *");
    private static final Pattern WORD = Pattern.compile("\\s*(\\S+)\\s*");

    /** Returns the credentials in the headers of a request. */
    static Credentials in(MultiMap headers) {
        return new Credentials(Stream.of(
                        read(headers, "authorization", BEARER),
                        read(headers, "x-api-key", WORD),
                        read(headers, "api-key", WORD))
                .flatMap(Optional::stream)
                .toList());
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
