package dev.caramba.dialect.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.EmbeddingAnswer;
import dev.caramba.dialect.EmbeddingDialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.RequestHeaders;
import dev.caramba.dialect.VectorJson;
import dev.caramba.format.Json;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.wire.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Google's method batchEmbedContents. Each text is a request of its own, because several parts make one vector. */
final class GoogleEmbeddings implements EmbeddingDialect {

    /** Google answers 400 to more: {@code at most 100 requests can be in one batch}. */
    private static final int BATCH_SIZE = 100;

    /** From this generation on, a model wants its task in the text and has no task types. */
    private static final String WITHOUT_TASK_TYPES = "gemini-embedding-2";

    /** Google's words for what a text is for; others are passed on as they are. */
    private static final Map<String, String> TASK_TYPES = Map.of(
            "search_query", "RETRIEVAL_QUERY",
            "query", "RETRIEVAL_QUERY",
            "search_document", "RETRIEVAL_DOCUMENT",
            "passage", "RETRIEVAL_DOCUMENT",
            "classification", "CLASSIFICATION",
            "clustering", "CLUSTERING");

    @Override
    public int batchSize() {
        return BATCH_SIZE;
    }

    @Override
    public Encoded encode(GenerationParams params, EmbeddingInput input, Endpoint endpoint) {
        var model = GoogleDialect.qualified(params.model().orElseThrow());
        var dropped = new DroppedParams(params);
        var taskType = taskType(model, input, dropped);
        var requests = Json.array();
        for (var text : input.inputs()) {
            var request = requests.addObject().put("model", model);
            request.putObject("content").putArray("parts").addObject().set("text", text);
            taskType.ifPresent(type -> request.put("taskType", type));
            input.dimensions().ifPresent(length -> request.put("outputDimensionality", length));
        }
        ExtraParams.write(params, dropped, (name, value) -> {
            if (name.equals("title")) {
                requests.forEach(request -> ((ObjectNode) request).set(name, value));
            }
            return name.equals("title");
        });
        var body = Json.object();
        body.set("requests", requests);
        return new Encoded(
                "/v1beta/" + GoogleDialect.path(model) + ":batchEmbedContents",
                RequestHeaders.of("application/json", "x-goog-api-key", endpoint.apiKey()),
                body,
                Framing.SSE_OR_BARE_JSON,
                dropped.names());
    }

    @Override
    public EmbeddingAnswer decode(JsonNode answer) {
        var list = answer.path("embeddings");
        if (!list.isArray()) {
            throw MalformedAnswer.because("there is no list of vectors");
        }
        List<EmbeddingVector> vectors = new ArrayList<>(list.size());
        list.forEach(item -> vectors.add(VectorJson.vector(item.path("values"))));
        var tokens = JsonFields.count(answer.path("usageMetadata"), "promptTokenCount");
        return new EmbeddingAnswer(Optional.empty(), Optional.empty(), vectors, EmbeddingAnswer.inputTokens(tokens));
    }

    private static Optional<String> taskType(String model, EmbeddingInput input, DroppedParams dropped) {
        if (model.contains(WITHOUT_TASK_TYPES)) {
            input.inputType().ifPresent(type -> dropped.add("input_type"));
            return Optional.empty();
        }
        return input.inputType().map(type -> TASK_TYPES.getOrDefault(type, type));
    }
}
