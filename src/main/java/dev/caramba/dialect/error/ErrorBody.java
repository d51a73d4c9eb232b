package dev.caramba.dialect.error;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.format.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * An error as providers and their gateways write it. The body may be an {@code error} that is an object, a text or a
 * list; the same without a wrapper; {@code detail}; {@code message}; problem+json; HTML; plain text; or nothing.
 *
 * @param message the provider's complete message; its code where it has no message; empty when it has neither
 * @param type the type in lower case, empty when there is none; a status in words counts as a type
 * @param code the code in lower case, empty when there is none
 * @param status the HTTP status that the body names, as an error inside a 200 response may do
 */
public record ErrorBody(
        Optional<String> message, String type, String code, Optional<String> param, OptionalInt status) {

    /**
     * How many levels deep a message may be: {@code {"detail":[{"msg":"…"}]}}, and one more level for gateways that
     * wrap errors.
     */
    private static final int MESSAGE_DEPTH = 4;

    /** The code of an error that quotes what the model wrote in vain, as Groq's do. */
    static final String FAILED_GENERATION = "failed_generation";

    /** How many errors may be wrapped into each other by gateways. */
    private static final int WRAPS = 3;

    /** From here on, a code that is a number is a vendor's and no HTTP status. */
    private static final int VENDORS = 1000;

    private static final Pattern TITLE = Pattern.compile("<title>([^<]+)</title>", Pattern.CASE_INSENSITIVE);
    private static final List<String> MESSAGE_FIELDS = List.of("message", "msg", "detail", "error", "title");
    private static final List<String> STATUS_FIELDS = List.of("code", "status", "status_code", "statusCode");

    /** Reads a body of any kind. */
    public static ErrorBody read(String body) {
        return read(body, WRAPS);
    }

    /** Reads a JSON body. */
    public static ErrorBody of(JsonNode json) {
        return of(json, WRAPS);
    }

    /** Returns the error in MiniMax's {@code base_resp} of an answer with status 200, if it reports one. */
    static Optional<ErrorBody> ofMiniMax(JsonNode json) {
        var base = json.path("base_resp");
        return Optional.of(base.path("status_code").asText("0"))
                .filter(code -> !code.equals("0"))
                .map(code -> new ErrorBody(
                        JsonFields.text(base, "status_msg"), "", code, Optional.empty(), OptionalInt.empty()));
    }

    private static ErrorBody read(String body, int wraps) {
        var text = body.strip();
        return Json.parse(text)
                .filter(JsonNode::isContainerNode)
                .map(json -> of(json, wraps))
                .orElseGet(() -> words(text));
    }

    private static ErrorBody of(JsonNode json, int wraps) {
        var root = json.isArray() ? json.path(0) : json;
        var error = JsonFields.present(root, "error")
                .or(() -> Optional.of(root.path("errors").path(0)).filter(JsonNode::isObject))
                .orElse(MissingNode.getInstance());
        var fields = error.isObject() ? error : root;
        var outer = new ErrorBody(
                messageOf(error, MESSAGE_DEPTH)
                        .or(() -> messageOf(root, MESSAGE_DEPTH))
                        // Never the whole body, which may hold the prompt.
                        .or(() -> JsonFields.text(fields, "code"))
                        .or(() -> JsonFields.text(fields, "type")),
                JsonFields.text(fields, "type")
                        .or(() -> JsonFields.text(fields, "error_type"))
                        .or(() -> JsonFields.text(fields, "status"))
                        .orElse("")
                        .toLowerCase(Locale.ROOT),
                codeOf(fields).toLowerCase(Locale.ROOT),
                JsonFields.text(fields, "param")
                        .or(() -> location(root.path("detail").path(0))),
                statusOf(fields));
        return wraps == 0
                ? outer
                : wrapped(fields, outer)
                        .map(inner -> outer.around(read(inner, wraps - 1)))
                        .orElse(outer);
    }

    /**
     * Returns the error of the provider behind an aggregator: {@code metadata.raw}, as text or as JSON, or a message that
     * is JSON itself.
     */
    private static Optional<String> wrapped(JsonNode fields, ErrorBody outer) {
        return JsonFields.present(fields.path("metadata"), "raw")
                .map(raw -> raw.isTextual() ? raw.textValue() : Json.write(raw))
                .filter(raw -> !raw.isBlank())
                .or(() -> outer.message.filter(message -> Json.object(message).isPresent()));
    }

    /** Returns this error with what the one that it wraps says. */
    private ErrorBody around(ErrorBody inner) {
        return new ErrorBody(
                inner.message.or(() -> message),
                inner.type.isEmpty() ? type : inner.type,
                inner.code.isEmpty() ? code : inner.code,
                inner.param.or(() -> param),
                status.isPresent() ? status : inner.status);
    }

    private static ErrorBody words(String text) {
        var message = text.startsWith("<") ? title(text) : Optional.of(text).filter(words -> !words.isEmpty());
        return new ErrorBody(message, "", "", Optional.empty(), OptionalInt.empty());
    }

    private static Optional<String> title(String html) {
        var title = TITLE.matcher(html);
        return Optional.of(title.find() ? title.group(1).strip() : "an HTML page");
    }

    private static Optional<String> messageOf(JsonNode node, int depth) {
        if (node.isTextual()) {
            return Optional.of(node.textValue()).filter(text -> !text.isBlank());
        }
        if (depth == 0 || !node.isContainerNode()) {
            return Optional.empty();
        }
        return node.isArray() ? messagesOf(node, depth - 1) : messageOfObject(node, depth - 1);
    }

    private static Optional<String> messagesOf(JsonNode list, int depth) {
        var messages = StreamSupport.stream(list.spliterator(), false)
                .flatMap(item -> messageOf(item, depth).stream())
                .collect(Collectors.joining("; "));
        return Optional.of(messages).filter(text -> !text.isEmpty());
    }

    private static Optional<String> messageOfObject(JsonNode object, int depth) {
        return MESSAGE_FIELDS.stream()
                .flatMap(field -> messageOf(object.path(field), depth).stream())
                .findFirst()
                .map(words -> location(object).map(at -> at + ": " + words).orElse(words));
    }

    /** Returns the field that a validation error of FastAPI names: {@code {"loc":["body","messages"],"msg":"…"}}. */
    private static Optional<String> location(JsonNode error) {
        var path = StreamSupport.stream(error.path("loc").spliterator(), false)
                .map(JsonNode::asText)
                .filter(step -> !step.equals("body"))
                .collect(Collectors.joining("."));
        return Optional.of(path).filter(at -> !at.isEmpty());
    }

    private static String codeOf(JsonNode fields) {
        var code = fields.path("code");
        if (JsonFields.present(fields, FAILED_GENERATION).isPresent()) {
            return FAILED_GENERATION;
        }
        return JsonFields.text(fields, "code")
                .or(() ->
                        Optional.of(code.asText()).filter(text -> code.canConvertToInt() && code.intValue() >= VENDORS))
                .or(() -> codeIn(fields.path("details")))
                .or(() -> codeInMetadata(fields.path("metadata")))
                .orElse("");
    }

    /** Returns what OpenRouter says of its own refusals: a budget that is in use, or the reasons of its moderation. */
    private static Optional<String> codeInMetadata(JsonNode metadata) {
        return metadata.path("reasons").isEmpty()
                ? JsonFields.text(metadata, "limit_source")
                : Optional.of("content_filter");
    }

    /** Returns the code that some providers put one level deeper, or into the first detail that has one. */
    private static Optional<String> codeIn(JsonNode details) {
        return details.isArray()
                ? StreamSupport.stream(details.spliterator(), false)
                        .flatMap(detail -> JsonFields.text(detail, "reason").stream())
                        .findFirst()
                : JsonFields.text(details, "error_code");
    }

    private static OptionalInt statusOf(JsonNode fields) {
        return STATUS_FIELDS.stream()
                .map(name -> fields.path(name).asInt())
                .filter(status -> status >= 400 && status < 600)
                .mapToInt(Integer::intValue)
                .findFirst();
    }
}
