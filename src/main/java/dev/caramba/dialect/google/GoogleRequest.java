package dev.caramba.dialect.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.CustomTools;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.InnerFields;
import dev.caramba.dialect.ResponseSchemas;
import dev.caramba.dialect.SamplingFields;
import dev.caramba.dialect.history.AlternatingTurns;
import dev.caramba.dialect.history.Thoughts;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import java.util.List;
import java.util.Set;

/** Writes the body of one request to Gemini's generateContent, and collects the parameters that it cannot express. */
final class GoogleRequest {

    private static final Set<String> THINKING_LEVELS = Set.of("minimal", "low", "medium", "high");

    private static final Set<String> SAID = Set.of(InnerFields.EXTRA_CONTENT);

    private static final SamplingFields SAMPLING =
            new SamplingFields("temperature", "topP", "maxOutputTokens", "stopSequences", "seed");

    private final GenerationParams params;
    private final String model;
    private final ObjectNode body = Json.object();
    private final ObjectNode config = Json.object();
    private final DroppedParams dropped;

    GoogleRequest(GenerationParams params) {
        this.params = params;
        this.model = params.model().orElseThrow();
        this.dropped = new DroppedParams(params);
    }

    /** Writes the body. {@link #dropped()} is complete afterwards. */
    ObjectNode body() {
        InnerFields.drop(params, SAID, dropped);
        params.messages().forEach(this::noteExtraContent);
        var turns = AlternatingTurns.of(params.messages(), false, turn -> Thoughts.none(turn, dropped), dropped);
        if (!turns.system().isEmpty()) {
            var parts = body.putObject("systemInstruction").putArray("parts");
            turns.system().forEach(content -> parts.addObject().put("text", content.text()));
        }
        body.set("contents", GoogleContents.write(turns.list(), GeminiModels.signThoughts(model)));
        writeTools();
        writeToolChoice();
        SAMPLING.write(params.sampling(), config);
        params.responseFormat().ifPresent(this::writeFormat);
        ExtraParams.write(params, dropped, this::writeExtra);
        params.original()
                .flatMap(OriginalRequest::thinking)
                .filter(on -> on && GeminiModels.think(model))
                .ifPresent(on -> config.withObject("/thinkingConfig").put("includeThoughts", true));
        if (!config.isEmpty()) {
            body.set("generationConfig", config);
        }
        return body;
    }

    /** Returns the names of the parameters that were left out. */
    List<String> dropped() {
        return dropped.names();
    }

    private void writeTools() {
        if (params.tools().isEmpty()) {
            return;
        }
        var functions = body.putArray("tools").addObject().putArray("functionDeclarations");
        params.tools().stream().map(CustomTools::asFunction).forEach(tool -> functions.add(write(tool)));
        if (params.tools().stream().anyMatch(tool -> tool.strict().orElse(false))) {
            dropped.add("strict");
        }
    }

    private static ObjectNode write(Tool tool) {
        var function = Json.object().put("name", tool.name());
        tool.description().ifPresent(text -> function.put("description", text));
        tool.parameters().ifPresent(schema -> function.set("parametersJsonSchema", schema));
        return function;
    }

    private void writeToolChoice() {
        if (!params.tools().isEmpty()) {
            params.toolChoice()
                    .ifPresent(choice -> body.putObject("toolConfig").set("functionCallingConfig", write(choice)));
        } else if (params.toolChoice().filter(ToolChoice::demandsCall).isPresent()) {
            dropped.add("tool_choice");
        }
    }

    private static ObjectNode write(ToolChoice choice) {
        var node = Json.object();
        switch (choice.mode()) {
            case AUTO -> node.put("mode", "AUTO");
            case NONE -> node.put("mode", "NONE");
            case REQUIRED, FUNCTION -> node.put("mode", "ANY");
        }
        choice.function()
                .ifPresent(name -> node.putArray("allowedFunctionNames").add(name));
        if (!choice.allowed().isEmpty() && choice.mode() != ToolChoice.Mode.NONE) {
            if (choice.mode() == ToolChoice.Mode.AUTO) {
                node.put("mode", "VALIDATED"); // AUTO that takes names
            }
            var names = node.putArray("allowedFunctionNames");
            choice.allowed().forEach(names::add);
        }
        return node;
    }

    /** Reports what {@code extra_content} holds besides the signature of a thought. */
    private void noteExtraContent(Message message) {
        if (message instanceof Message.Assistant assistant
                && assistant.functionCalls().stream()
                        .flatMap(call -> call.extraContent().stream())
                        .anyMatch(GoogleRequest::saysMoreThanASignature)) {
            dropped.add(InnerFields.EXTRA_CONTENT);
        }
    }

    private static boolean saysMoreThanASignature(ObjectNode extra) {
        return extra.size() > 1
                || extra.path("google").size() > 1
                || !extra.at("/google/thought_signature").isTextual();
    }

    private void writeFormat(ResponseFormat format) {
        config.put("responseMimeType", "application/json");
        ResponseSchemas.of(format).ifPresent(schema -> config.set("responseJsonSchema", schema));
    }

    private boolean writeExtra(String name, JsonNode value) {
        boolean level = name.equals("reasoning_effort")
                && THINKING_LEVELS.contains(value.asText())
                && GeminiModels.signThoughts(model);
        if (level) {
            config.putObject("thinkingConfig")
                    .put("thinkingLevel", value.asText())
                    .put("includeThoughts", true);
        }
        return level;
    }
}
