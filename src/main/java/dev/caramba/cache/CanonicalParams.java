package dev.caramba.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.Reasoning;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import dev.caramba.prompt.WireFormat;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes a request as canonical JSON, which is the same for equal requests. The order of an object's fields makes no
 * difference, nor does the notation of a sampling number. Everything else does.
 */
final class CanonicalParams {

    private static final String NO_MODEL = "auto";

    /**
     * The fields of an original request that may hold more than what was read from them. They replace what was read.
     */
    private static final Map<String, String> SHAPED = Map.of(
            "messages", "messages",
            "tools", "tools",
            "tool_choice", "toolChoice",
            "response_format", "responseFormat");

    /** The formats whose requests are all told by what was read from them, and by {@link #SHAPED}. */
    private static final Set<WireFormat> READ_WHOLE =
            EnumSet.of(WireFormat.CHAT, WireFormat.EMBEDDINGS, WireFormat.COMPLETIONS);

    private CanonicalParams() {}

    static ObjectNode of(GenerationParams params) {
        var json = Json.object().put("model", params.model().orElse(NO_MODEL)).put("strict", params.strict());
        texts(json.putArray("fallbacks"), params.fallbacks());
        params.embedding().ifPresent(input -> json.set("embedding", embedding(input)));
        var messages = json.putArray("messages");
        params.messages().forEach(message -> messages.add(message(message)));
        var tools = json.putArray("tools");
        params.tools().forEach(tool -> tools.add(tool(tool)));
        params.toolChoice().ifPresent(choice -> json.set("toolChoice", choice(choice)));
        params.responseFormat().ifPresent(format -> json.set("responseFormat", format(format)));
        params.original()
                .ifPresent(original -> SHAPED.forEach(
                        (field, name) -> Optional.ofNullable(original.fields().get(field))
                                .flatMap(Json::parse)
                                .ifPresent(value -> json.set(name, sorted(value)))));
        params.original()
                .filter(original -> !READ_WHOLE.contains(original.format()))
                .ifPresent(original -> json.set("original", original(original)));
        json.set("sampling", sampling(params.sampling()));
        var extras = new TreeMap<>(params.extras());
        if (params.embedding().isPresent()) {
            extras.remove("user"); // who asks makes no other vectors
        }
        json.set("extras", sorted(extras));
        return json;
    }

    /** Writes all of a request that reaches a provider as it is, but for what is the same for all callers. */
    private static ObjectNode original(OriginalRequest original) {
        var fields = new TreeMap<String, JsonNode>();
        original.fields().forEach((name, text) -> {
            if (!name.equals("model") && !name.equals("stream")) {
                Json.parse(text).ifPresent(value -> fields.put(name, value));
            }
        });
        var json = Json.object().put("format", original.format().name());
        json.set("fields", sorted(fields));
        new TreeMap<>(original.headers()).forEach(json.putObject("headers")::put);
        original.query().ifPresent(query -> json.put("query", query));
        return json;
    }

    private static ObjectNode message(Message message) {
        var json = Json.object();
        if (message instanceof Message.System system) {
            json.set("system", content(system.content()));
        } else if (message instanceof Message.User user) {
            json.set("user", content(user.content()));
        } else if (message instanceof Message.Assistant assistant) {
            var calls = json.putArray("assistant");
            assistant.functionCalls().forEach(call -> calls.add(call(call)));
            assistant.content().ifPresent(content -> json.set("content", content(content)));
            assistant.cacheControl().ifPresent(mark -> json.set("cacheControl", sorted(mark)));
            if (!assistant.reasoning().isEmpty()) {
                var thoughts = json.putArray("reasoning");
                assistant.reasoning().forEach(reasoning -> thoughts.add(reasoning(reasoning)));
            }
        } else {
            var result = (Message.ToolResult) message;
            json.put("tool", result.toolCallId());
            result.name().ifPresent(name -> json.put("name", name));
            json.set("content", content(result.content()));
        }
        return json;
    }

    /**
     * Writes plain text as a string and a list of parts as an array. The two differ because dialects send them as
     * given.
     */
    private static JsonNode content(Content content) {
        if (content instanceof Content.Plain plain) {
            return Json.object().textNode(plain.value());
        }
        var parts = Json.array();
        content.parts().forEach(part -> parts.add(part(part)));
        return parts;
    }

    private static ObjectNode part(Content.Part part) {
        var json = Json.object();
        part.cacheControl().ifPresent(mark -> json.set("cacheControl", sorted(mark)));
        if (part instanceof Content.Part.Text text) {
            return json.put("text", text.value());
        }
        if (part instanceof Content.Part.InlineImage image) {
            json.put("mediaType", image.mediaType()).put("base64", image.base64());
            image.detail().ifPresent(detail -> json.put("detail", detail));
        } else if (part instanceof Content.Part.ImageUrl image) {
            json.put("url", image.url());
            image.detail().ifPresent(detail -> json.put("detail", detail));
        } else if (part instanceof Content.Part.Document document) {
            document.name().ifPresent(name -> json.put("name", name));
            json.set("document", source(document.source()));
        } else if (part instanceof Content.Part.Audio audio) {
            json.put("audio", audio.format()).put("base64", audio.base64());
        } else if (part instanceof Content.Part.Video video) {
            json.set("video", source(video.source()));
        } else {
            json.put("unknown", ((Content.Part.Unknown) part).type());
        }
        return json;
    }

    private static ObjectNode source(Content.Source source) {
        if (source instanceof Content.Source.Inline inline) {
            return Json.object().put("mediaType", inline.mediaType()).put("base64", inline.base64());
        }
        return source instanceof Content.Source.Address address
                ? Json.object().put("url", address.url())
                : Json.object().put("file", ((Content.Source.FileId) source).id());
    }

    private static ObjectNode reasoning(Reasoning reasoning) {
        var json = Json.object().put("field", reasoning.field()).put("text", reasoning.text());
        reasoning.seal().ifPresent(seal -> {
            json.put("format", seal.format());
            seal.signature().ifPresent(signature -> json.put("signature", signature));
            seal.data().ifPresent(data -> json.put("data", data));
        });
        return json;
    }

    private static ObjectNode call(FunctionCall call) {
        var json = Json.object().put("id", call.id()).put("name", call.name()).put("arguments", call.arguments());
        call.extraContent().ifPresent(extra -> json.set("extra", sorted(extra)));
        if (call.custom()) {
            json.put("custom", true);
        }
        return json;
    }

    private static ObjectNode tool(Tool tool) {
        var json = Json.object().put("name", tool.name());
        tool.description().ifPresent(text -> json.put("description", text));
        tool.parameters().ifPresent(schema -> json.set("parameters", sorted(schema)));
        tool.strict().ifPresent(strict -> json.put("strict", strict));
        tool.cacheControl().ifPresent(mark -> json.set("cacheControl", sorted(mark)));
        if (tool.custom()) {
            json.put("custom", true);
        }
        tool.format().ifPresent(format -> json.set("format", sorted(format)));
        return json;
    }

    private static ObjectNode choice(ToolChoice choice) {
        var json = Json.object().put("mode", choice.mode().name());
        choice.function().ifPresent(name -> json.put("function", name));
        if (!choice.allowed().isEmpty()) {
            texts(json.putArray("allowed"), choice.allowed());
        }
        return json;
    }

    private static ObjectNode format(ResponseFormat format) {
        if (!(format instanceof ResponseFormat.JsonSchema schema)) {
            var any = Json.object();
            ((ResponseFormat.JsonObject) format).schema().ifPresent(shape -> any.set("anySchema", sorted(shape)));
            return any;
        }
        var json = Json.object().put("name", schema.name());
        schema.description().ifPresent(text -> json.put("description", text));
        json.set("schema", sorted(schema.schema()));
        schema.strict().ifPresent(strict -> json.put("strict", strict));
        return json;
    }

    /** Writes what vectors are made of. The form in which the caller gets them makes no other vectors. */
    private static ObjectNode embedding(EmbeddingInput input) {
        var json = Json.object();
        input.inputs().forEach(json.putArray("inputs")::add);
        input.dimensions().ifPresent(length -> json.put("dimensions", length));
        input.inputType().ifPresent(type -> json.put("inputType", type));
        return json;
    }

    private static ObjectNode sampling(Sampling sampling) {
        var json = Json.object();
        sampling.temperature().ifPresent(number -> json.put("temperature", plain(number)));
        sampling.topP().ifPresent(number -> json.put("topP", plain(number)));
        sampling.maxTokens().ifPresent(number -> json.put("maxTokens", number));
        texts(json.putArray("stop"), sampling.stop());
        sampling.seed().ifPresent(number -> json.put("seed", number));
        return json;
    }

    /** Returns a number in scientific notation where it has a large exponent, since a caller's exponent may be huge. */
    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toString();
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            var list = Json.array();
            node.forEach(item -> list.add(sorted(item)));
            return list;
        }
        if (!node.isObject()) {
            return node;
        }
        var fields = new TreeMap<String, JsonNode>();
        node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return sorted(fields);
    }

    private static ObjectNode sorted(Map<String, JsonNode> fields) {
        var json = Json.object();
        new TreeMap<>(fields).forEach((name, value) -> json.set(name, sorted(value)));
        return json;
    }

    private static void texts(ArrayNode list, List<String> texts) {
        texts.forEach(list::add);
    }
}
