package dev.caramba.balance;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.GenerationParams;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Has the tokens of a request counted by the first of its candidates that counts. Counting costs a provider little and
 * says nothing of its models, so it takes no lease and changes no health.
 */
public final class TokenCounting {

    private final CandidateResolver resolver;

    public TokenCounting(CandidateResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Returns the tokens; empty when no candidate counts. Fails when all candidates that count fail, with the failure of
     * the first one.
     */
    public Uni<Optional<Long>> count(CallContext context, GenerationParams params) {
        return Uni.createFrom().deferred(() -> {
            var candidates = resolver.resolve(params, context.caller().grant());
            var counts = Stream.concat(candidates.peers().stream(), candidates.fallbacks().stream())
                    .map(candidate -> candidate
                            .provider()
                            .countTokens(
                                    context, params.withModel(candidate.target().model())))
                    .flatMap(Optional::stream)
                    .toList();
            return counts.isEmpty() ? Uni.createFrom().item(Optional.empty()) : first(counts);
        });
    }

    private static Uni<Optional<Long>> first(List<Uni<Long>> counts) {
        Uni<Long> counted = counts.get(0);
        for (var next : counts.subList(1, counts.size())) {
            var before = counted;
            counted = before.onFailure(TokenCounting::failsOver)
                    .recoverWithUni(failure -> next.onFailure().transform(later -> failure));
        }
        return counted.map(Optional::of);
    }

    private static boolean failsOver(Throwable e) {
        return e instanceof ProviderException failed
                && failed.failure().kind().failover() != FailureKind.Failover.NEVER;
    }
}
