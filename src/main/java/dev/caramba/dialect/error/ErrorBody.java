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

    private static final Pattern TITLE = Pattern.compile("<title>([^<]+)</title>", Pattern.CASE_INSENSITIVE);
    private static final List<String> MESSAGE_FIELDS = List.of("message", "msg", "detail", "error", "title");
    private static final List<String> STATUS_FIELDS = List.of("code", "status", "status_code", "statusCode");

    /** Reads a body of any kind. */
    public static ErrorBody read(String body) {
        var text = body.strip();
        return Json.parse(text)
                .filter(JsonNode::isContainerNode)
                .map(ErrorBody::of)
                .orElseGet(() -> words(text));
    }

    /** Reads a JSON body. */
    public static ErrorBody of(JsonNode json) {
        var root = json.isArray() ? json.path(0) : json;
        var error = JsonFields.present(root, "error").orElse(MissingNode.getInstance());
        var fields = error.isObject() ? error : root;
        return new ErrorBody(
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
                JsonFields.text(fields, "code")
                        .or(() -> codeIn(fields.path("details")))
                        .orElse("")
                        .toLowerCase(Locale.ROOT),
                JsonFields.text(fields, "param")
                        .or(() -> location(root.path("detail").path(0))),
                statusOf(fields));
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
