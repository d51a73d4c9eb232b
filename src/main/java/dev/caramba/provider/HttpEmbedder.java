package dev.caramba.provider;

import dev.caramba.dialect.EmbeddingAnswer;
import dev.caramba.dialect.EmbeddingDialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.VectorJson;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Embedder;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.WireFormat;
import dev.caramba.wire.WireResponse;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The part of a provider entry that makes vectors. Every request is exactly one POST. */
final class HttpEmbedder implements Embedder {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Bytes of a body that may be decoded on an event loop; it takes some ten milliseconds. */
    private static final int LARGE = 1 << 20;

    private final HttpProvider provider;
    private final EmbeddingDialect dialect;
    private final Endpoint endpoint;

    HttpEmbedder(HttpProvider provider, EmbeddingDialect dialect, Endpoint endpoint) {
        this.provider = provider;
        this.dialect = dialect;
        this.endpoint = endpoint;
    }

    @Override
    public int batchSize() {
        return Optional.ofNullable(endpoint.options().get("embedding-batch-size"))
                .map(Integer::valueOf)
                .orElseGet(dialect::batchSize);
    }

    @Override
    public Optional<Failure> cannotEmbed(GenerationParams params) {
        var input = params.embedding().orElseThrow();
        if (input.tokens() && !dialect.takesTokens()) {
            return Optional.of(Failure.invalid("input", "the provider " + provider.name() + " takes texts, no tokens"));
        }
        if (input.dimensions().isPresent() && !dialect.takesDimensions()) {
            return Optional.of(Failure.invalid(
                    "dimensions", "the provider " + provider.name() + " makes vectors of the model's own length only"));
        }
        return params.strict() ? inexact(params, input) : Optional.empty();
    }

    private Optional<Failure> inexact(GenerationParams params, EmbeddingInput input) {
        try {
            dialect.encode(params, input, endpoint);
            return Optional.empty();
        } catch (ProviderException e) {
            return Optional.of(e.failure());
        }
    }

    @Override
    public Multi<Event> embed(CallContext context, GenerationParams params) {
        var input = params.embedding().orElseThrow();
        return provider.whole(
                context,
                () -> dialect.encode(params, input, endpoint),
                (response, encoded) -> body(response)
                        .flatMap(body -> decoded(body, () -> events(input, encoded, response, text(body))))
                        .onItem()
                        .transformToMulti(events -> Multi.createFrom().iterable(events)));
    }

    /** Returns the body in the pieces in which it came: to join those of the largest takes some ten milliseconds. */
    private static Uni<List<Buffer>> body(WireResponse response) {
        return response.body().onItem().invoke(response::alive).collect().asList();
    }

    private static String text(List<Buffer> body) {
        var whole = Buffer.buffer(length(body));
        body.forEach(whole::appendBuffer);
        return whole.toString();
    }

    private static int length(List<Buffer> body) {
        return body.stream().mapToInt(Buffer::length).sum();
    }

    /** Decodes a large body on a worker thread: the largest take a second. */
    private Uni<List<Event>> decoded(List<Buffer> body, Callable<List<Event>> decode) {
        return length(body) > LARGE
                ? provider.onWorker(decode)
                : Uni.createFrom().item(Unchecked.supplier(decode::call));
    }

    private List<Event> events(EmbeddingInput input, Encoded encoded, WireResponse response, String text) {
        var json = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        var answer = dialect.decode(VectorJson.read(json));
        check(answer, input);
        var start = new Event.Start(answer.id(), answer.model())
                .with(encoded.droppedParams(), provider.exhaustedFor(response));
        var vectors = new Event.Vectors(answer.vectors())
                .from(answer.original().map(original -> new Original(WireFormat.EMBEDDINGS, original)));
        return List.of(start, vectors, new Event.Done(FinishReason.STOP, answer.usage()));
    }

    /** A vector that is missing, or of another length, is never made good: nobody could tell which text it is of. */
    private static void check(EmbeddingAnswer answer, EmbeddingInput input) {
        var vectors = answer.vectors();
        if (vectors.size() != input.inputs().size()) {
            throw MalformedAnswer.because(
                    vectors.size() + " vectors for " + input.inputs().size() + " inputs");
        }
        int length = input.length().orElse(vectors.get(0).length());
        vectors.stream().filter(vector -> vector.length() != length).findFirst().ifPresent(other -> {
            throw MalformedAnswer.because("vectors of length " + length + " and " + other.length());
        });
    }
}
