package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.FunctionTools;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.ToolChoice;
import dev.caramba.prompt.WireFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes the body of one request to the OpenAI family, and collects the parameters that the model would refuse. */
final class OpenAiRequest {

    private static final String EFFORT = "reasoning_effort";

    /** Efforts that only OpenAI's own models may know. */
    private static final Set<String> BEYOND_HIGH = Set.of("xhigh", "max");

    private final GenerationParams params;
    private final String model;
    private final boolean reasoning;
    private final String maxTokensField;
    private final boolean streamOptions;
    private final boolean oneSystemMessage;
    private final OpenAiFlavour flavour;
    private final ObjectNode body = Json.object();
    private final DroppedParams dropped;

    /**
     * @param reasoning whether the model is one of {@link ReasoningModels}
     * @param streamOptions whether the server knows {@code stream_options}
     * @param oneSystemMessage whether the server takes only one system message, at the beginning
     */
    OpenAiRequest(
            GenerationParams params,
            boolean reasoning,
            String maxTokensField,
            boolean streamOptions,
            boolean oneSystemMessage,
            OpenAiFlavour flavour) {
        this.params = params;
        this.model = params.model().orElseThrow();
        this.reasoning = reasoning;
        this.maxTokensField = maxTokensField;
        this.streamOptions = streamOptions;
        this.oneSystemMessage = oneSystemMessage;
        this.flavour = flavour;
        this.dropped = new DroppedParams(params);
    }

    /** Writes the body. {@link #dropped()} is complete afterwards. */
    ObjectNode body() {
        return params.originalIn(WireFormat.CHAT).map(this::passedOn).orElseGet(this::written);
    }

    private ObjectNode passedOn(OriginalRequest request) {
        var quirks = new PassedOnRequest.Quirks(
                maxTokensField,
                streamOptions,
                flavour.takesExtraContent(),
                reasoning ? ReasoningModels.REFUSED : Set.of());
        var passedOn = new PassedOnRequest(params, request, quirks, dropped).body();
        if (mustNotReason() && !passedOn.has("reasoning_effort")) {
            passedOn.put("reasoning_effort", "none");
        }
        return passedOn;
    }

    private boolean mustNotReason() {
        return !params.tools().isEmpty() && reasoning && ReasoningModels.callFunctionsWithoutEffort(model);
    }

    private ObjectNode written() {
        params.unread().forEach(dropped::add);
        body.put("model", model);
        body.set("messages", OpenAiMessages.write(messages(), flavour.takesExtraContent(), dropped));
        writeTools();
        params.responseFormat().ifPresent(format -> body.set("response_format", write(format)));
        writeSampling();
        if (params.stream()) {
            body.put("stream", true);
            if (streamOptions) {
                body.putObject("stream_options").put("include_usage", true);
            }
        }
        ExtraParams.forEach(params, params.originalIn(WireFormat.MESSAGES).isPresent() ? this::translate : this::set);
        return body;
    }

    /** Returns the messages. OpenAI alone takes the instructions of Messages within the conversation as such. */
    private List<Message> messages() {
        if (oneSystemMessage) {
            return InstructionsAhead.inOne(params.messages());
        }
        boolean regular = flavour.hostsReasoningModels()
                || params.originalIn(WireFormat.MESSAGES).isEmpty();
        return regular ? params.messages() : InstructionsAhead.of(params.messages());
    }

    /** Writes a parameter of Messages that this format has another word for. */
    private void translate(String name, JsonNode value) {
        if (name.equals("top_k") || name.equals(EFFORT) && flavour.hostsReasoningModels() && !reasoning) {
            dropped.add(name);
        } else if (name.equals(EFFORT) && !flavour.hostsReasoningModels() && BEYOND_HIGH.contains(value.asText())) {
            set(name, TextNode.valueOf("high"));
        } else {
            set(name, value);
        }
    }

    /** Returns the names of the parameters that were left out. */
    List<String> dropped() {
        return dropped.names();
    }

    private void writeTools() {
        if (!params.tools().isEmpty()) {
            var list = body.putArray("tools");
            params.tools().forEach(tool -> list.add(FunctionTools.write(tool)));
            if (mustNotReason()) {
                body.put("reasoning_effort", "none"); // an extra parameter of this name replaces it
            }
        }
        params.toolChoice().ifPresent(choice -> body.set("tool_choice", write(choice)));
    }

    private void writeSampling() {
        var sampling = params.sampling();
        sampling.temperature().ifPresent(value -> set("temperature", body.numberNode(value)));
        sampling.topP().ifPresent(value -> set("top_p", body.numberNode(value)));
        if (!sampling.stop().isEmpty()) {
            var stop = Json.array();
            sampling.stop().forEach(stop::add);
            set("stop", stop);
        }
        sampling.maxTokens().ifPresent(value -> set(maxTokensField, body.numberNode(value)));
        sampling.seed().ifPresent(value -> set("seed", body.numberNode(value)));
    }

    /** Writes a parameter, unless the model would refuse the request because of it. */
    private void set(String name, JsonNode value) {
        if (!reasoning || !ReasoningModels.REFUSED.contains(name)) {
            body.set(name, value);
        } else if (!ExtraParams.isDefault(name, value)) {
            dropped.add(name);
        }
    }

    private JsonNode write(ToolChoice choice) {
        if (choice.function().isPresent()) {
            return named(choice.function().get());
        }
        var mode = choice.mode().name().toLowerCase(Locale.ROOT);
        if (choice.allowed().isEmpty()) {
            return TextNode.valueOf(mode);
        }
        var node = Json.object().put("type", "allowed_tools");
        var tools = node.putObject("allowed_tools").put("mode", mode).putArray("tools");
        choice.allowed().forEach(name -> tools.add(named(name)));
        return node;
    }

    private JsonNode named(String tool) {
        boolean custom = params.tools().stream()
                .anyMatch(declared -> declared.custom() && declared.name().equals(tool));
        var type = custom ? "custom" : "function";
        var choice = Json.object().put("type", type);
        choice.putObject(type).put("name", tool);
        return choice;
    }

    private static ObjectNode write(ResponseFormat format) {
        if (format instanceof ResponseFormat.JsonSchema schema) {
            return write(schema);
        }
        var node = Json.object().put("type", "json_object");
        ((ResponseFormat.JsonObject) format).schema().ifPresent(schema -> node.set("schema", schema));
        return node;
    }

    private static ObjectNode write(ResponseFormat.JsonSchema format) {
        var node = Json.object().put("type", "json_schema");
        var schema = node.putObject("json_schema").put("name", format.name());
        format.description().ifPresent(text -> schema.put("description", text));
        format.strict().ifPresent(strict -> schema.put("strict", strict));
        schema.set("schema", format.schema());
        return node;
    }
}
