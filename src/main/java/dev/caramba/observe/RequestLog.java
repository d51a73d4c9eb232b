package dev.caramba.observe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.format.Json;
import dev.caramba.format.OneLine;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.CacheUse;
import dev.caramba.generation.HedgeResult;
import dev.caramba.generation.ResumeResult;
import dev.caramba.generation.TraceContext;
import dev.caramba.generation.Usage;
import io.quarkiverse.loggingjson.JsonGenerator;
import io.quarkiverse.loggingjson.providers.StructuredArgument;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Logs one line per call, in the form of the whole log. In text, the message holds everything; in JSON, each value is a
 * field of its own.
 */
public final class RequestLog implements CallObserver {

    /** The logger's name, for the level and the handlers in the configuration. */
    public static final String LOGGER = "dev.caramba.calls";

    private static final int MAX_MODEL_LENGTH = 200;

    /** How the log is written. */
    public enum Form {
        TEXT,
        JSON
    }

    private final Logger logger = Logger.getLogger(LOGGER);
    private final Form form;

    public RequestLog(Form form) {
        this.form = form;
    }

    @Override
    public void ended(CallRecord call) {
        if (logger.isInfoEnabled()) {
            if (form == Form.JSON) {
                logger.infof("call", new Fields(json(call)));
            } else {
                logger.info(text(call));
            }
        }
    }

    /** Values that become typed fields of the line. */
    private record Fields(ObjectNode values) implements StructuredArgument {
        @Override
        public void writeTo(JsonGenerator line) throws IOException {
            for (var field : values.properties()) {
                line.writeObjectField(field.getKey(), field.getValue());
            }
        }
    }

    static ObjectNode json(CallRecord call) {
        var line = Json.object()
                .put("id", call.requestId())
                .put("caller", call.caller())
                .put("model", printable(call.model()))
                .put("stream", call.stream());
        call.target().ifPresent(target -> line.put("target", printable(target.toString())));
        line.put("outcome", call.outcome()).put("latencyMs", call.latency().toMillis());
        if (call.cache() != CacheUse.BYPASS) {
            line.put("cache", call.cache().wireName());
        }
        call.timeToFirstToken().ifPresent(time -> line.put("firstTokenMs", time.toMillis()));
        call.usage().flatMap(RequestLog::input).ifPresent(tokens -> line.put("inputTokens", tokens));
        call.usage().flatMap(RequestLog::output).ifPresent(tokens -> line.put("outputTokens", tokens));
        var attempts = line.putArray("attempts");
        for (var attempt : call.attempts()) {
            attempts.addObject()
                    .put("target", printable(attempt.target().toString()))
                    .put("outcome", attempt.outcome())
                    .put("latencyMs", attempt.latency().toMillis());
        }
        call.trace().ifPresent(place -> line.put("traceId", place.traceId()).put("spanId", place.spanId()));
        if (!call.resumptions().isEmpty()) {
            var resumed = line.putArray("resumed");
            call.resumptions().forEach(resumption -> resumed.add(resumption.wireName()));
        }
        if (!call.hedgings().isEmpty()) {
            var hedged = line.putArray("hedged");
            call.hedgings().forEach(hedging -> hedged.add(hedging.wireName()));
        }
        call.said().ifPresent(said -> line.put("prompt", said.prompt()).put("answer", said.answer()));
        return line;
    }

    static String text(CallRecord call) {
        // each call writes this line: a format would be read anew each time
        var line = new StringBuilder(256)
                .append("call id=")
                .append(call.requestId())
                .append(" caller=")
                .append(call.caller())
                .append(" model=")
                .append(printable(call.model()))
                .append(" target=")
                .append(call.target()
                        .map(target -> printable(target.toString()))
                        .orElse("-"))
                .append(" attempts=")
                .append(call.attempts().stream().map(RequestLog::text).collect(Collectors.joining(",", "[", "]")))
                .append(" outcome=")
                .append(call.outcome())
                .append(" latency=")
                .append(call.latency().toMillis())
                .append("ms tokens=")
                .append(call.usage().map(RequestLog::tokens).orElse("-"));
        if (call.cache() != CacheUse.BYPASS) {
            line.append(" cache=").append(call.cache().wireName());
        }
        line.append(listed(" resumed=", call.resumptions().stream().map(ResumeResult::wireName)))
                .append(listed(" hedged=", call.hedgings().stream().map(HedgeResult::wireName)));
        call.trace().ifPresent(place -> line.append(trace(place)));
        call.said().ifPresent(said -> line.append(said(said)));
        return line.toString();
    }

    private static String text(Attempt attempt) {
        return printable(attempt.target().toString()) + ":" + attempt.outcome();
    }

    private static String trace(TraceContext place) {
        return " trace=" + place.traceId() + " span=" + place.spanId();
    }

    /** Quotes both texts as JSON strings, so that they stay within one line. */
    private static String said(LoggedContent said) {
        return " prompt=" + TextNode.valueOf(said.prompt()) + " answer=" + TextNode.valueOf(said.answer());
    }

    /** Returns the label and the words; an empty text when there are no words. */
    private static String listed(String label, Stream<String> words) {
        var list = words.collect(Collectors.joining(","));
        return list.isEmpty() ? "" : label + list;
    }

    private static String tokens(Usage usage) {
        return input(usage).map(String::valueOf).orElse("?")
                + "/"
                + output(usage).map(String::valueOf).orElse("?");
    }

    private static java.util.Optional<Long> input(Usage usage) {
        return usage.inputTokens().stream().boxed().findFirst();
    }

    private static java.util.Optional<Long> output(Usage usage) {
        return usage.outputTokens().stream().boxed().findFirst();
    }

    /** Returns a caller's word as part of a line: shortened, and without characters that could begin a new line. */
    private static String printable(String word) {
        return OneLine.of(word, MAX_MODEL_LENGTH);
    }
}
