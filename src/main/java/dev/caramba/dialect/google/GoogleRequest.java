package dev.caramba.dialect.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.AlternatingTurns;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.SamplingFields;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import java.util.List;
import java.util.Set;

/** Writes the body of one request to Gemini's generateContent, and collects the parameters that it cannot express. */
final class GoogleRequest {

    private static final Set<String> THINKING_LEVELS = Set.of("minimal", "low", "medium", "high");

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
        var turns = AlternatingTurns.of(params.messages(), false);
        if (!turns.system().isEmpty()) {
            var parts = body.putObject("systemInstruction").putArray("parts");
            turns.system().forEach(text -> parts.addObject().put("text", text));
        }
        body.set("contents", GoogleContents.write(turns.list(), GeminiModels.signThoughts(model)));
        writeTools();
        writeToolChoice();
        SAMPLING.write(params.sampling(), config);
        params.responseFormat().ifPresent(this::writeFormat);
        ExtraParams.forEach(params, this::writeExtra);
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
        params.tools().forEach(tool -> functions.add(write(tool)));
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
        return node;
    }

    private void writeFormat(ResponseFormat format) {
        config.put("responseMimeType", "application/json");
        if (format instanceof ResponseFormat.JsonSchema schema) {
            config.set("responseJsonSchema", schema.schema());
        }
    }

    private void writeExtra(String name, JsonNode value) {
        if (name.equals("reasoning_effort")
                && THINKING_LEVELS.contains(value.asText())
                && GeminiModels.signThoughts(model)) {
            config.putObject("thinkingConfig").put("thinkingLevel", value.asText());
        } else if (!name.equals("parallel_tool_calls") || !value.asBoolean()) {
            dropped.add(name);
        }
    }
}
