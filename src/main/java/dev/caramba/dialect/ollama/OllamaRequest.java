package dev.caramba.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.FunctionTools;
import dev.caramba.dialect.InnerFields;
import dev.caramba.dialect.ResponseSchemas;
import dev.caramba.dialect.SamplingFields;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.ToolChoice;
import java.util.List;
import java.util.Set;

/** Writes the body of one request to Ollama, and collects the parameters that Ollama does not have. */
final class OllamaRequest {

    /** Extra parameters that stand beside the messages. */
    private static final Set<String> FIELDS = Set.of("keep_alive", "shift", "think", "truncate");

    /** Extra parameters that belong into {@code options}. */
    private static final Set<String> OPTIONS =
            Set.of("frequency_penalty", "min_p", "num_ctx", "presence_penalty", "repeat_penalty", "top_k", "typical_p");

    private static final SamplingFields SAMPLING =
            new SamplingFields("temperature", "top_p", "num_predict", "stop", "seed");

    private final GenerationParams params;
    private final DroppedParams dropped;
    private final ObjectNode body = Json.object();
    private final ObjectNode options = Json.object();

    OllamaRequest(GenerationParams params) {
        this.params = params;
        this.dropped = new DroppedParams(params);
    }

    /** Writes the body. {@link #dropped()} is complete afterwards. */
    ObjectNode body() {
        InnerFields.drop(params, Set.of(), dropped);
        body.put("model", params.model().orElseThrow());
        body.set("messages", new OllamaMessages(params.messages(), dropped).write());
        writeTools();
        params.responseFormat().ifPresent(format -> body.set("format", write(format)));
        SAMPLING.write(params.sampling(), options);
        ExtraParams.write(params, dropped, this::writeExtra);
        params.original()
                .flatMap(OriginalRequest::thinking)
                .filter(on -> !on)
                .ifPresent(off -> body.put("think", false));
        if (!options.isEmpty()) {
            body.set("options", options);
        }
        return body.put("stream", params.stream()); // the default is true
    }

    /** Returns the names of the parameters that were left out. */
    List<String> dropped() {
        return dropped.names();
    }

    private void writeTools() {
        var tools = FunctionTools.offered(params);
        if (!tools.isEmpty()) {
            body.set("tools", FunctionTools.write(tools, dropped));
        }
        params.toolChoice()
                .filter(choice -> choice.mode() != ToolChoice.Mode.AUTO)
                .ifPresent(choice -> dropped.add("tool_choice"));
    }

    private boolean writeExtra(String name, JsonNode value) {
        if (OPTIONS.contains(name)) {
            options.set(name, value);
            return true;
        }
        if (FIELDS.contains(name)) {
            body.set(name, value);
            return true;
        }
        return false;
    }

    private static JsonNode write(ResponseFormat format) {
        return ResponseSchemas.of(format).<JsonNode>map(schema -> schema).orElseGet(() -> TextNode.valueOf("json"));
    }
}
