package dev.caramba.generation;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a distributed trace, as W3C Trace Context passes it between programs. Every value is well-formed, so that
 * it can be written into a header or a log line as it is.
 *
 * @param traceId 32 hexadecimal digits in lower case, not all of them 0
 * @param spanId 16 hexadecimal digits in lower case: the caller's span, or the one begun here
 * @param sampled whether the trace is recorded
 * @param state the {@code tracestate} that came with it; empty when there was none or it was malformed
 */
public record TraceContext(String traceId, String spanId, boolean sampled, Optional<String> state) {

    /** The header that carries the trace id, the span id and the flags. */
    public static final String PARENT = "traceparent";

    /** The header that carries {@link #state()}. */
    public static final String STATE = "tracestate";

    private static final Pattern HEADER = Pattern.compile(
            "(?!ff)([0-9a-f]{2})-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(-[\\x21-\\x7e]{0,200})?");
    private static final String VERSION = "00";

    private static final Pattern MEMBERS = Pattern.compile("[\\x20-\\x7e\\t]{1,512}");

    /**
     * Reads the two headers; empty where there is no trace or it is malformed.
     *
     * @param parent {@code traceparent}
     * @param state {@code tracestate}
     */
    public static Optional<TraceContext> read(Optional<String> parent, Optional<String> state) {
        return parent.map(String::strip)
                .map(HEADER::matcher)
                .filter(header -> header.matches() && (header.group(5) == null || !VERSION.equals(header.group(1))))
                .map(header -> new TraceContext(
                        header.group(2),
                        header.group(3),
                        (Integer.parseInt(header.group(4), 16) & 1) == 1,
                        state.map(String::strip)
                                .filter(members -> MEMBERS.matcher(members).matches())));
    }

    /** Returns the value of {@link #PARENT}. */
    public String parent() {
        return VERSION + "-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
