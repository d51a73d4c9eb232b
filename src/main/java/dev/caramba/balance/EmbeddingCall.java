package dev.caramba.balance;

import dev.caramba.balance.BalancedProvider.Balancing;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import io.smallrye.mutiny.Multi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One call for vectors. More inputs than one request may have go out in parts, one after another, each under a lease of
 * its own. The target that made the last vectors is preferred for the next ones; when it fails, another candidate gets
 * what is left. The caller gets all vectors or none.
 */
final class EmbeddingCall {

    private final Balancing balancing;
    private final CallContext context;
    private final GenerationParams params;
    private final EmbeddingInput input;
    private final List<EmbeddingVector> vectors = new ArrayList<>();
    private Candidates candidates;
    private Optional<Event.Start> start = Optional.empty();
    private Optional<Usage> usage = Optional.empty();

    EmbeddingCall(Balancing balancing, CallContext context, GenerationParams params, Candidates candidates) {
        this.balancing = balancing;
        this.context = context;
        this.params = params;
        this.input = params.embedding().orElseThrow();
        this.candidates = candidates;
    }

    Multi<Event> events() {
        return new BalancedCall(balancing, context, left(), candidates)
                .events()
                .collect()
                .asList()
                .onItem()
                .transformToMulti(this::took);
    }

    /** Returns the request for the vectors that are missing. */
    private GenerationParams left() {
        var length = vectors.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(vectors.get(0).length());
        return params.withEmbedding(input.from(vectors.size(), length));
    }

    private Multi<Event> took(List<Event> part) {
        for (var event : part) {
            if (event instanceof Event.Error error) {
                return Multi.createFrom().item(new Event.Error(error.failure(), sum(usage, error.usage())));
            } else if (event instanceof Event.Start first) {
                start = start.or(() -> Optional.of(first));
            } else if (event instanceof Event.Vectors made) {
                vectors.addAll(made.vectors());
            } else if (event instanceof Event.Done done) {
                usage = sum(usage, done.usage());
            }
        }
        if (vectors.size() < input.inputs().size()) {
            candidates = context.trail().answering().map(candidates::preferring).orElse(candidates);
            return events();
        }
        return Multi.createFrom()
                .items(
                        start.orElseGet(() -> new Event.Start(Optional.empty(), Optional.empty())),
                        new Event.Vectors(vectors),
                        new Event.Done(FinishReason.STOP, usage));
    }

    private static Optional<Usage> sum(Optional<Usage> a, Optional<Usage> b) {
        return a.map(first -> b.map(first::plus).orElse(first)).or(() -> b);
    }
}
