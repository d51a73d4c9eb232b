package dev.caramba.dialect.cohere;

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
import dev.caramba.dialect.error.ErrorBody;
import dev.caramba.dialect.error.RetryHints;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.wire.Framing;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The dialect of Cohere's chat API, version 2. */
public final class CohereDialect implements Dialect {

    private static final EmbeddingDialect EMBEDDINGS = new CohereEmbeddings();

    @Override
    public String name() {
        return "cohere";
    }

    @Override
    public Encoded encode(GenerationParams params, Endpoint endpoint) {
        var request = new CohereRequest(params);
        var body = request.body();
        var accept = params.stream() ? "text/event-stream" : "application/json";
        return new Encoded("/v2/chat", RequestHeaders.of(endpoint, accept), body, Framing.SSE, request.dropped());
    }

    @Override
    public boolean takes(Content.Part part, Message message, GenerationParams params, Endpoint endpoint) {
        return CohereContents.takes(part, message);
    }

    @Override
    public Optional<EmbeddingDialect> embeddings() {
        return Optional.of(EMBEDDINGS);
    }

    @Override
    public Decoder decoder() {
        return new ObjectStreamDecoder(new CohereAnswer());
    }

    @Override
    public List<Event> decodeWhole(String body) {
        return CohereAnswer.whole(
                Json.object(body).orElseThrow(() -> MalformedAnswer.because("it is not a JSON object")));
    }

    @Override
    public Failure classify(Reply reply) {
        var error = ErrorBody.read(reply.body());
        var kind = kindOf(reply.status(), error);
        return CommonErrors.failure(kind, error, OptionalInt.of(reply.status()))
                .withRetryAfter(RetryHints.of(kind, reply, own -> Optional.empty()))
                .withRequestId(requestId(reply.headers()));
    }

    @Override
    public List<String> requestIdHeaders() {
        return List.of("x-debug-trace-id", "x-request-id");
    }

    private static FailureKind kindOf(int status, ErrorBody error) {
        return switch (status) {
            case 498 -> FailureKind.CONTENT_FILTER; // the request has a token that is on a deny list
            case 503 -> FailureKind.OVERLOADED;
            case 400, 422 -> saysTooManyTokens(error) ? FailureKind.CONTEXT_LENGTH : CommonErrors.kindOf(status, error);
            default -> CommonErrors.kindOf(status, error);
        };
    }

    /** Elsewhere these words alone tell of a rate. Cohere's rates have status 429. */
    private static boolean saysTooManyTokens(ErrorBody error) {
        return error.message()
                .filter(message -> message.toLowerCase(Locale.ROOT).startsWith("too many tokens"))
                .isPresent();
    }
}
