package dev.caramba.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.FunctionTools;
import dev.caramba.dialect.InnerFields;
import dev.caramba.dialect.ResponseSchemas;
import dev.caramba.dialect.history.AlternatingTurns;
import dev.caramba.dialect.history.Turn;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the body of one request to Anthropic's Messages API, and collects the parameters that it cannot express. */
final class AnthropicRequest {

    /** The limit that is sent when the caller sets none, because Anthropic requires one. */
    static final BigInteger DEFAULT_MAX_TOKENS = BigInteger.valueOf(4096);

    private static final String PARALLEL = "parallel_tool_calls";
    private static final Set<String> SAID = Set.of(InnerFields.CACHE_CONTROL, InnerFields.FILENAME);

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
        InnerFields.drop(params, SAID, dropped);
        var turns = AlternatingTurns.of(
                params.messages(),
                ClaudeModels.continueText(params),
                turn -> AnthropicThoughts.of(turn, dropped),
                dropped);
        body.put("model", model);
        body.put("max_tokens", params.sampling().maxTokens().orElseGet(this::defaultMaxTokens));
        writeSystem(turns.system());
        body.set("messages", AnthropicMessages.write(turns.list()));
        var tools = FunctionTools.offered(params);
        if (tools.isEmpty()) {
            writeToolsOf(turns.list());
        } else {
            writeTools(tools);
        }
        params.responseFormat().ifPresent(this::writeFormat);
        writeSampling();
        if (params.stream()) {
            body.put("stream", true);
        }
        ExtraParams.write(params, dropped, this::writeExtra);
        return body;
    }

    /** Returns the names of the parameters that were left out. */
    List<String> dropped() {
        return dropped.names();
    }

    /** Returns a limit that leaves room for the thoughts, which Anthropic counts in. */
    private BigInteger defaultMaxTokens() {
        var budget = Optional.ofNullable(params.extras().get("thinking"))
                .map(thinking -> thinking.path("budget_tokens"))
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::bigIntegerValue)
                .filter(tokens -> tokens.signum() > 0);
        return DEFAULT_MAX_TOKENS.add(budget.orElse(BigInteger.ZERO));
    }

    /** Writes the instructions as one text, or as a list of texts where one of them has a cache mark. */
    private void writeSystem(List<Content> system) {
        var marked = system.stream()
                .flatMap(content -> content.parts().stream())
                .anyMatch(part -> part.cacheControl().isPresent());
        if (marked) {
            var blocks = body.putArray("system");
            system.stream().flatMap(content -> content.parts().stream()).forEach(part -> writeSystem(part, blocks));
        } else if (!system.isEmpty()) {
            body.put("system", system.stream().map(Content::text).collect(Collectors.joining("\n\n")));
        }
    }

    private void writeSystem(Content.Part part, ArrayNode blocks) {
        if (part.text().filter(String::isBlank).isEmpty()) {
            blocks.add(AnthropicBlocks.write(part));
        } else if (part.cacheControl().isPresent()) {
            dropped.add(InnerFields.CACHE_CONTROL);
        }
    }

    private boolean writeExtra(String name, JsonNode value) {
        if (name.equals("thinking") || name.equals("top_k") && sampling) {
            body.set(name, value);
            return true;
        }
        return name.equals(PARALLEL) && value.isBoolean();
    }

    private void writeTools(List<Tool> tools) {
        var list = body.putArray("tools");
        tools.forEach(tool -> list.add(write(tool)));
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
        ResponseSchemas.of(format)
                .ifPresentOrElse(
                        schema -> body.putObject("output_config")
                                .putObject("format")
                                .put("type", "json_schema")
                                .set("schema", schema),
                        () -> dropped.add("response_format"));
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
        tool.cacheControl().ifPresent(mark -> entry.set(InnerFields.CACHE_CONTROL, mark));
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
