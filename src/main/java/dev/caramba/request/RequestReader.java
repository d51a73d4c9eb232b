package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.WireFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a request body into {@link GenerationParams}. It checks types but not ranges: the ranges are for the provider
 * to check. Both surfaces accept OpenAI's names; the functions accept names in camel case too.
 */
public final class RequestReader {

    /** It is longer than any deadline, and keeps sums of instants in range. */
    private static final BigDecimal MAX_TIMEOUT_MS =
            BigDecimal.valueOf(Duration.ofDays(365).toMillis());

    private RequestReader() {}

    /**
     * Reads a chat completion. Providers that speak the same format receive it as it came.
     *
     * @param text the text from which the body was parsed
     * @throws dev.caramba.generation.ProviderException when the body is not valid
     */
    public static CallRequest chat(ObjectNode body, String text) {
        var fields = RequestFields.of(body);
        fields.integer("n");
        return read(
                fields,
                messages(fields),
                PassedOnParams.ofChat(body),
                Set.of(),
                Optional.of(OriginalRequest.of(WireFormat.CHAT, text)));
    }

    /**
     * Reads a request of another wire format in the form of a chat completion.
     *
     * @param body the request as a chat completion
     * @param unread the names of what that form has no place for
     * @param original the request as the caller wrote it, for providers that speak its format
     * @throws dev.caramba.generation.ProviderException when the body is not valid
     */
    public static CallRequest translated(ObjectNode body, Set<String> unread, OriginalRequest original) {
        var fields = RequestFields.of(body);
        return read(fields, messages(fields), PassedOnParams.ofChat(body), unread, Optional.of(original));
    }

    /**
     * Reads a request of the function {@code generate}: messages, or a prompt.
     *
     * @throws dev.caramba.generation.ProviderException when the body is not valid
     */
    public static CallRequest generate(ObjectNode body) {
        var fields = RequestFields.of(body);
        var prompt = fields.text("prompt").map(RequestReader::user);
        if (prompt.isPresent() && fields.any("messages").isPresent()) {
            throw fields.wrong("expected either a prompt or messages, not both", "prompt");
        }
        var messages = new ArrayList<Message>();
        fields.text("system").map(RequestReader::system).ifPresent(messages::add);
        messages.addAll(prompt.map(List::of).orElseGet(() -> messages(fields)));
        return read(
                fields, messages, PassedOnParams.ofGenerate(body), PassedOnParams.reshaping(body), Optional.empty());
    }

    private static CallRequest read(
            RequestFields fields,
            List<Message> messages,
            Map<String, JsonNode> extras,
            Set<String> reshaping,
            Optional<OriginalRequest> original) {
        var tools = ToolReader.tools(fields);
        var choice = ToolReader.choice(fields);
        var format = ResponseFormatReader.read(fields);
        var unread = new LinkedHashSet<>(reshaping);
        unread.addAll(fields.unreadInside());
        var params = new GenerationParams(
                fields.text("model"),
                fields.texts("fallbacks"),
                List.copyOf(messages),
                tools,
                choice,
                format,
                sampling(fields),
                extras,
                Collections.unmodifiableSet(unread),
                false,
                fields.flag("strictParams", "strict_params").orElse(false),
                original,
                Optional.empty());
        return new CallRequest(params, timeout(fields), CachingReader.read(fields));
    }

    private static List<Message> messages(RequestFields fields) {
        var messages = fields.objects("messages");
        if (messages.isEmpty()) {
            throw fields.wrong("expected at least one message", "messages");
        }
        var reader = new MessageReader();
        return messages.stream().map(reader::read).toList();
    }

    static Sampling sampling(RequestFields fields) {
        var stop = fields.any("stop").filter(JsonNode::isTextual).map(JsonNode::textValue);
        return new Sampling(
                fields.number("temperature"),
                fields.number("top_p", "topP"),
                fields.integer("max_completion_tokens", "maxCompletionTokens")
                        .or(() -> fields.integer("max_tokens", "maxTokens")),
                stop.map(List::of).orElseGet(() -> stops(fields)),
                fields.integer("seed"));
    }

    private static List<String> stops(RequestFields fields) {
        if (fields.any("stop").filter(stop -> !stop.isArray()).isPresent()) {
            throw fields.wrong("expected a string or a list of strings", "stop");
        }
        return fields.texts("stop");
    }

    /** Returns how long the caller waits; empty when the body does not say so. */
    public static Optional<Duration> timeout(RequestFields fields) {
        return fields.number("timeoutMs", "timeout_ms").map(ms -> timeout(fields, ms));
    }

    private static Duration timeout(RequestFields fields, BigDecimal milliseconds) {
        if (milliseconds.signum() <= 0) {
            throw fields.wrong("expected a number of milliseconds above 0", "timeoutMs", "timeout_ms");
        }
        return Duration.ofMillis(milliseconds
                .min(MAX_TIMEOUT_MS)
                .max(BigDecimal.ONE)
                .setScale(0, RoundingMode.CEILING)
                .longValue());
    }

    private static Message user(String text) {
        return new Message.User(new Content.Plain(text));
    }

    private static Message system(String text) {
        return new Message.System(new Content.Plain(text));
    }
}
