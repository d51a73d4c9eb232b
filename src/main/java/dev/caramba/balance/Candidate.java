package dev.caramba.balance;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Embedder;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A target that may be asked, with its configuration.
 *
 * @param weight its share under the strategy {@code weighted}, at least 1
 * @param priority its rank under the strategy {@code priority}, lowest first
 * @param maxInFlight the most calls that its provider may have under way at a time
 * @param contextWindow the most tokens that its model reads; empty when not known
 * @param firstTokenTimeout how long a streamed attempt may go without content while another candidate could be asked
 */
public record Candidate(
        Target target,
        Provider provider,
        int weight,
        int priority,
        int maxInFlight,
        OptionalLong contextWindow,
        Duration firstTokenTimeout) {

    /** Returns a request as this candidate gets it: with its model, and no more inputs than it takes at a time. */
    GenerationParams addressed(GenerationParams params) {
        var named = params.withModel(target.model());
        return params.embedding()
                .map(input -> named.withEmbedding(input.first(embedder().batchSize())))
                .orElse(named);
    }

    /** Asks the provider with a request that was {@link #addressed} to this candidate. */
    Multi<Event> answer(CallContext context, GenerationParams params) {
        return params.embedding().isPresent() ? embedder().embed(context, params) : provider.generate(context, params);
    }

    /** Returns why the provider cannot be asked with this request at all; empty when it can. */
    Optional<Failure> cannotAnswer(GenerationParams params) {
        var named = params.withModel(target.model());
        return params.embedding().isPresent()
                ? provider.embedder()
                        .map(embedder -> embedder.cannotEmbed(named))
                        .orElseGet(this::makesNoVectors)
                : provider.cannotExpress(named);
    }

    private Optional<Failure> makesNoVectors() {
        return Optional.of(
                Failure.of(FailureKind.NOT_FOUND, "the provider " + target.provider() + " makes no embeddings")
                        .withParam("model"));
    }

    private Embedder embedder() {
        return provider.embedder().orElseThrow();
    }

    Candidate withMaxInFlight(int limit) {
        return new Candidate(target, provider, weight, priority, limit, contextWindow, firstTokenTimeout);
    }
}
