package dev.caramba.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.AlternatingTurns;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.Turn;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Writes the body of one request to Anthropic's Messages API, and collects the parameters that it cannot express. */
final class AnthropicRequest {

    /** The limit that is sent when the caller sets none, because Anthropic requires one. */
    static final BigInteger DEFAULT_MAX_TOKENS = BigInteger.valueOf(4096);

    private static final String PARALLEL = "parallel_tool_calls";

    private final GenerationParams params;
    private final String model;
    private final boolean sampling;
    private final ObjectNode body = Json.object();
    private final DroppedParams dropped;

    /** @param sampling whether this version of the API accepts temperature and top_p for models that do */
    AnthropicRequest(GenerationParams params, boolean sampling) {
        this.params = params;
        this.model = params.model().orElseThrow();
        this.sampling = sampling && ClaudeModels.takeSampling(model);
        this.dropped = new DroppedParams(params);
    }

    /** Writes the body. {@link #dropped()} is complete afterwards. */
    ObjectNode body() {
        var turns = AlternatingTurns.of(params.messages(), ClaudeModels.continueText(model));
        body.put("model", model);
        body.put("max_tokens", params.sampling().maxTokens().orElse(DEFAULT_MAX_TOKENS));
        if (!turns.system().isEmpty()) {
            body.put("system", String.join("\n\n", turns.system()));
        }
        body.set("messages", AnthropicMessages.write(turns.list()));
        if (params.tools().isEmpty()) {
            writeToolsOf(turns.list());
        } else {
            writeTools();
        }
        params.responseFormat().ifPresent(this::writeFormat);
        writeSampling();
        if (params.stream()) {
            body.put("stream", true);
        }
        ExtraParams.forEach(params, (name, value) -> {
            if (!name.equals(PARALLEL) || !value.isBoolean()) {
                dropped.add(name);
            }
        });
        return body;
    }

    /** Returns the names of the parameters that were left out. */
    List<String> dropped() {
        return dropped.names();
    }

    private void writeTools() {
        var list = body.putArray("tools");
        params.tools().forEach(tool -> list.add(write(tool)));
        var choice = params.toolChoice();
        boolean oneAtATime = Optional.ofNullable(params.extras().get(PARALLEL))
                .filter(value -> value.isBoolean() && !value.booleanValue())
                .isPresent();
        if (choice.isPresent() || oneAtATime) {
            body.set("tool_choice", write(choice.orElse(ToolChoice.of(ToolChoice.Mode.AUTO)), oneAtATime));
        }
    }

    /**
     * Declares the tools that the history calls and forbids calling them: Anthropic refuses a history with calls in a
     * request without tools.
     */
    private void writeToolsOf(List<Turn> turns) {
        var names = turns.stream()
                .flatMap(turn -> turn.blocks().stream())
                .filter(Turn.Block.Called.class::isInstance)
                .map(block -> AnthropicMessages.nameOf(((Turn.Block.Called) block).call()))
                .distinct()
                .toList();
        if (!names.isEmpty()) {
            var list = body.putArray("tools");
            names.forEach(
                    name -> list.add(write(new Tool(name, Optional.empty(), Optional.empty(), Optional.empty()))));
            body.putObject("tool_choice").put("type", "none");
        }
        if (params.toolChoice().filter(ToolChoice::demandsCall).isPresent()) {
            dropped.add("tool_choice");
        }
    }

    private void writeFormat(ResponseFormat format) {
        if (format instanceof ResponseFormat.JsonSchema schema) {
            body.putObject("output_config")
                    .putObject("format")
                    .put("type", "json_schema")
                    .set("schema", schema.schema());
        } else {
            dropped.add("response_format");
        }
    }

    private void writeSampling() {
        var wishes = params.sampling();
        if (sampling) {
            wishes.temperature().ifPresent(value -> body.put("temperature", value));
        } else {
            wishes.temperature().ifPresent(value -> dropped.add("temperature"));
        }
        if (sampling && wishes.temperature().isEmpty()) {
            wishes.topP().ifPresent(value -> body.put("top_p", value));
        } else {
            wishes.topP().ifPresent(value -> dropped.add("top_p"));
        }
        writeStop(wishes.stop());
        wishes.seed().ifPresent(value -> dropped.add("seed"));
    }

    /** Writes the stop sequences without blank ones, which Anthropic refuses. */
    private void writeStop(List<String> stop) {
        ArrayNode sequences = Json.array();
        stop.stream().filter(text -> !text.isBlank()).forEach(sequences::add);
        if (!sequences.isEmpty()) {
            body.set("stop_sequences", sequences);
        }
        if (sequences.size() < stop.size()) {
            dropped.add("stop");
        }
    }

    private static ObjectNode write(Tool tool) {
        var entry = Json.object().put("name", tool.name());
        tool.description().ifPresent(text -> entry.put("description", text));
        entry.set("input_schema", schemaOf(tool));
        tool.strict().ifPresent(strict -> entry.put("strict", strict));
        return entry;
    }

    /** Returns the schema with its type, which Anthropic requires even for a function without parameters. */
    private static ObjectNode schemaOf(Tool tool) {
        var schema = tool.parameters().orElseGet(Json::object);
        return schema.has("type") ? schema : schema.deepCopy().put("type", "object");
    }

    private static ObjectNode write(ToolChoice choice, boolean oneAtATime) {
        var node = Json.object();
        switch (choice.mode()) {
            case AUTO -> node.put("type", "auto");
            case NONE -> node.put("type", "none");
            case REQUIRED -> node.put("type", "any");
            case FUNCTION ->
                node.put("type", "tool").put("name", choice.function().orElseThrow());
        }
        if (oneAtATime && choice.mode() != ToolChoice.Mode.NONE) {
            node.put("disable_parallel_tool_use", true);
        }
        return node;
    }
}
