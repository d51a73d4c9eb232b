package dev.caramba.dialect.ollama;

import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.EmbeddingDialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ObjectStreamDecoder;
import dev.caramba.dialect.Reply;
import dev.caramba.dialect.RequestHeaders;
import dev.caramba.dialect.error.CommonErrors;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.wire.Framing;
import java.util.List;
import java.util.Optional;

/** The dialect of Ollama's own chat API, {@code /api/chat}, which streams lines of JSON. */
public final class OllamaDialect implements Dialect {

    private static final EmbeddingDialect EMBEDDINGS = new OllamaEmbeddings();

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public Encoded encode(GenerationParams params, Endpoint endpoint) {
        var request = new OllamaRequest(params);
        var body = request.body();
        var accept = params.stream() ? "application/x-ndjson" : "application/json";
        return new Encoded(
                "/api/chat", RequestHeaders.of(endpoint, accept), body, Framing.JSON_LINES, request.dropped());
    }

    @Override
    public boolean takes(Content.Part part, Message message, GenerationParams params, Endpoint endpoint) {
        return OllamaContents.takes(part);
    }

    @Override
    public Optional<EmbeddingDialect> embeddings() {
        return Optional.of(EMBEDDINGS);
    }

    @Override
    public Decoder decoder() {
        return new ObjectStreamDecoder(new OllamaAnswer());
    }

    @Override
    public List<Event> decodeWhole(String body) {
        return OllamaAnswer.whole(
                Json.object(body).orElseThrow(() -> MalformedAnswer.because("it is not a JSON object")));
    }

    @Override
    public Failure classify(Reply reply) {
        return CommonErrors.of(reply, own -> Optional.empty()).withRequestId(requestId(reply.headers()));
    }
}
