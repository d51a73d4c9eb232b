package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.format.Json;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.WireFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Passes the caller's own request for vectors on: the texts of its fields, unread and in their order. It changes the
 * model's name, takes out the fields that are meant for the product, and leaves out what the server would refuse.
 */
final class PassedOnEmbeddings {

    private static final String INPUT_TYPE = "input_type";
    private static final Set<String> QUERY = Set.of("query", "search_query");

    private final GenerationParams params;
    private final EmbeddingInput input;
    private final OpenAiFlavour flavour;
    private final DroppedParams dropped;
    private final ObjectNode body = Json.object();

    PassedOnEmbeddings(GenerationParams params, EmbeddingInput input, OpenAiFlavour flavour, DroppedParams dropped) {
        this.params = params;
        this.input = input;
        this.flavour = flavour;
        this.dropped = dropped;
    }

    ObjectNode body() {
        params.originalIn(WireFormat.EMBEDDINGS)
                .map(OriginalRequest::fields)
                .orElseGet(this::fields)
                .forEach(this::write);
        if (flavour == OpenAiFlavour.NVIDIA && !body.has(INPUT_TYPE)) {
            writeKind();
        }
        return body;
    }

    /** Returns the fields of a request that no caller has written. */
    private Map<String, String> fields() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("model", "");
        fields.put("input", Json.write(Json.array().addAll(input.inputs())));
        input.dimensions().ifPresent(length -> fields.put("dimensions", length.toString()));
        input.encodingFormat().ifPresent(format -> fields.put("encoding_format", "\"" + format + "\""));
        input.inputType().ifPresent(type -> fields.put(INPUT_TYPE, type));
        params.extras().forEach((name, value) -> fields.put(name, Json.write(value)));
        return fields;
    }

    private void write(String name, String json) {
        if (PassedOnRequest.OURS.contains(name)) {
            return;
        }
        switch (name) {
            case "model" -> body.put("model", params.model().orElseThrow());
            case "input" -> writeInputs(json);
            case "encoding_format" -> writeEncoding(json);
            case INPUT_TYPE -> writeKind();
            case "stream" -> {} // vectors come in one piece
            default -> body.putRawValue(name, new RawValue(json));
        }
    }

    private void writeInputs(String json) {
        if (input.part()) {
            body.putArray("input").addAll(input.inputs());
        } else {
            body.putRawValue("input", new RawValue(json));
        }
    }

    /**
     * Writes the encoding for OpenAI alone: other servers refuse the field, or its value {@code base64}, and nothing is
     * lost without it.
     */
    private void writeEncoding(String json) {
        if (flavour == OpenAiFlavour.OPENAI) {
            body.putRawValue("encoding_format", new RawValue(json));
        }
    }

    /** Writes what the texts are for, to those who tell apart. */
    private void writeKind() {
        var type = input.inputType();
        if (flavour == OpenAiFlavour.NVIDIA) {
            body.put(INPUT_TYPE, type.filter(QUERY::contains).isPresent() ? "query" : "passage");
        } else if (flavour == OpenAiFlavour.COMPATIBLE) {
            type.ifPresent(word -> body.put(INPUT_TYPE, word));
        } else {
            type.ifPresent(word -> dropped.add(INPUT_TYPE));
        }
    }
}
