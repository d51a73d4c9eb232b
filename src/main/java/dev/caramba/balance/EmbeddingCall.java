package dev.caramba.balance;

import dev.caramba.balance.BalancedProvider.Balancing;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import io.smallrye.mutiny.Multi;
import java.util.List;

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
    private final EmbeddingParts parts = new EmbeddingParts();
    private Candidates candidates;

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
        return params.withEmbedding(input.from(parts.size(), parts.length()));
    }

    private Multi<Event> took(List<Event> part) {
        for (var event : part) {
            if (event instanceof Event.Error error) {
                return Multi.createFrom().item(parts.failed(error));
            }
            parts.add(event);
        }
        if (parts.size() < input.inputs().size()) {
            candidates = context.trail().answering().map(candidates::preferring).orElse(candidates);
            return events();
        }
        return Multi.createFrom().iterable(parts.whole());
    }
}
