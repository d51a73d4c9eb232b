package dev.caramba.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the neutral {@code params} of a fixture. */
final class FixtureParams {

    private FixtureParams() {}

    static GenerationParams read(JsonNode params) {
        return new GenerationParams(
                text(params, "model"),
                List.of(),
                list(params, "messages", FixtureParams::message),
                list(params, "tools", FixtureParams::tool),
                text(params, "tool_choice").map(FixtureParams::toolChoice),
                present(params, "response_schema").map(FixtureParams::schema),
                sampling(params),
                Map.of(),
                params.path("stream").booleanValue(),
                false);
    }

    private static Message message(JsonNode message) {
        var role = message.path("role").textValue();
        return switch (role) {
            case "system" -> new Message.System(content(message.path("content")));
            case "user" -> new Message.User(content(message.path("content")));
            case "assistant" ->
                new Message.Assistant(
                        present(message, "content").map(FixtureParams::content),
                        list(message, "tool_calls", FixtureParams::functionCall));
            case "tool" ->
                new Message.ToolResult(
                        message.path("tool_call_id").textValue(),
                        text(message, "name"),
                        content(message.path("content")));
            default -> throw new IllegalArgumentException("role " + role);
        };
    }

    private static Content content(JsonNode content) {
        return content.isTextual()
                ? new Content.Plain(content.textValue())
                : new Content.Parts(items(content, FixtureParams::part));
    }

    private static Content.Part part(JsonNode part) {
        if (part.path("type").asText().equals("text")) {
            return new Content.Part.Text(part.path("text").textValue());
        }
        return part.has("url")
                ? new Content.Part.ImageUrl(part.path("url").textValue(), Optional.empty())
                : new Content.Part.InlineImage(
                        part.path("media_type").textValue(), part.path("data").textValue(), Optional.empty());
    }

    private static FunctionCall functionCall(JsonNode call) {
        return new FunctionCall(
                call.path("id").textValue(),
                call.path("name").textValue(),
                Json.write(call.path("arguments")),
                present(call, "provider_meta").map(FixtureParams::extraContent));
    }

    /** The one provider with opaque data is Google; this is the form that its OpenAI-compatible surface gives it. */
    private static ObjectNode extraContent(JsonNode meta) {
        var extra = Json.object();
        extra.putObject("google").set("thought_signature", meta.path("thoughtSignature"));
        return extra;
    }

    private static Tool tool(JsonNode tool) {
        return new Tool(
                tool.path("name").textValue(),
                text(tool, "description"),
                present(tool, "parameters").map(ObjectNode.class::cast),
                Optional.empty());
    }

    private static ToolChoice toolChoice(String choice) {
        return switch (choice) {
            case "auto" -> ToolChoice.of(ToolChoice.Mode.AUTO);
            case "none" -> ToolChoice.of(ToolChoice.Mode.NONE);
            case "required" -> ToolChoice.of(ToolChoice.Mode.REQUIRED);
            default -> ToolChoice.function(choice);
        };
    }

    private static ResponseFormat schema(JsonNode schema) {
        return new ResponseFormat.JsonSchema(
                schema.path("name").textValue(),
                Optional.empty(),
                (ObjectNode) schema.path("schema"),
                Optional.of(true));
    }

    private static Sampling sampling(JsonNode params) {
        return new Sampling(
                present(params, "temperature").map(JsonNode::decimalValue),
                present(params, "top_p").map(JsonNode::decimalValue),
                integer(params, "max_tokens"),
                list(params, "stop", JsonNode::textValue),
                integer(params, "seed"));
    }

    private static Optional<BigInteger> integer(JsonNode node, String field) {
        return present(node, field).map(JsonNode::bigIntegerValue);
    }

    private static Optional<String> text(JsonNode node, String field) {
        return present(node, field).map(JsonNode::textValue);
    }

    private static Optional<JsonNode> present(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    private static <T> List<T> list(JsonNode node, String field, Function<JsonNode, T> read) {
        return items(node.path(field), read);
    }

    private static <T> List<T> items(JsonNode array, Function<JsonNode, T> read) {
        var items = new ArrayList<T>();
        array.forEach(item -> items.add(read.apply(item)));
        return items;
    }
}
