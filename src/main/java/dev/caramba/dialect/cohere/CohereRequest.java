package dev.caramba.dialect.cohere;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.FunctionTools;
import dev.caramba.dialect.InnerFields;
import dev.caramba.dialect.ResponseSchemas;
import dev.caramba.dialect.SamplingFields;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.ToolChoice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes the body of one request to Cohere, and collects the parameters that Cohere does not have. */
final class CohereRequest {

    /** Cohere's field names for extra parameters. */
    private static final Map<String, String> FIELDS = Map.of(
            "top_k", "k",
            "k", "k",
            "frequency_penalty", "frequency_penalty",
            "presence_penalty", "presence_penalty",
            "safety_mode", "safety_mode",
            "citation_options", "citation_options",
            "thinking", "thinking",
            "documents", "documents",
            "priority", "priority");

    /** Models older than Command R7B, which refuse {@code tool_choice}. */
    private static final Pattern WITHOUT_TOOL_CHOICE = Pattern.compile("command(-light.*|-nightly|-r|-r-.*)?");

    private static final Set<String> SAID = Set.of(InnerFields.DETAIL);

    private static final SamplingFields SAMPLING =
            new SamplingFields("temperature", "p", "max_tokens", "stop_sequences", "seed");

    private final GenerationParams params;
    private final String model;
    private final DroppedParams dropped;
    private final ObjectNode body = Json.object();

    CohereRequest(GenerationParams params) {
        this.params = params;
        this.model = params.model().orElseThrow();
        this.dropped = new DroppedParams(params);
    }

    /** Writes the body. {@link #dropped()} is complete afterwards. */
    ObjectNode body() {
        InnerFields.drop(params, SAID, dropped);
        body.put("model", model);
        body.set("messages", CohereMessages.write(params.messages(), dropped));
        writeTools();
        params.responseFormat().ifPresent(format -> body.set("response_format", write(format)));
        SAMPLING.write(params.sampling(), body);
        ExtraParams.write(params, FIELDS, body, dropped);
        return body.put("stream", params.stream());
    }

    /** Returns the names of the parameters that were left out. */
    List<String> dropped() {
        return dropped.names();
    }

    private void writeTools() {
        var tools = FunctionTools.offered(params);
        if (!tools.isEmpty() && tools.stream().allMatch(tool -> tool.strict().orElse(false))) {
            body.set("tools", FunctionTools.write(tools));
            body.put("strict_tools", true); // applies to all functions or to none
        } else if (!tools.isEmpty()) {
            body.set("tools", FunctionTools.write(tools, dropped));
        }
        params.toolChoice().ifPresent(this::writeToolChoice);
    }

    private void writeToolChoice(ToolChoice choice) {
        switch (choice.mode()) {
            case AUTO -> {} // Cohere's default, which has no value of its own
            case NONE, REQUIRED -> {
                if (WITHOUT_TOOL_CHOICE.matcher(model).matches()) {
                    dropped.add("tool_choice");
                } else {
                    body.put("tool_choice", choice.mode().name());
                }
            }
            case FUNCTION -> dropped.add("tool_choice");
        }
    }

    private static ObjectNode write(ResponseFormat format) {
        var node = Json.object().put("type", "json_object");
        ResponseSchemas.of(format).ifPresent(schema -> node.set("json_schema", schema));
        return node;
    }
}
