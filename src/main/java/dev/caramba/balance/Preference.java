package dev.caramba.balance;

import dev.caramba.health.HealthView;
import dev.caramba.health.Ranking.Tier;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the candidates ahead that serve a request best, each group in the order of another strategy. Health goes before:
 * a preferred candidate that may not be asked now is passed over.
 */
record Preference(Predicate<Candidate> preferred, SelectionStrategy order) implements SelectionStrategy {

    /**
     * Returns the candidates for a request. With tools that providers of the caller's wire format run, these providers
     * come first. The provider that made the latest thought of the conversation comes before all others, since its
     * account alone can read it.
     */
    static Candidates among(Candidates candidates, GenerationParams params) {
        return params.original()
                .map(request -> ownMakers(hosts(candidates, request), request))
                .orElse(candidates);
    }

    private static Candidates hosts(Candidates candidates, OriginalRequest request) {
        return request.hostedTools()
                ? candidates.preferring(candidate -> candidate.provider().passesOn(request.format()))
                : candidates;
    }

    private static Candidates ownMakers(Candidates candidates, OriginalRequest request) {
        var latestLast = new LinkedHashSet<String>();
        request.makers().values().forEach(maker -> {
            latestLast.remove(maker);
            latestLast.add(maker);
        });
        var preferring = candidates;
        for (var maker : latestLast) {
            preferring = preferring.preferring(
                    candidate -> candidate.provider().account().contains(maker));
        }
        return preferring;
    }

    @Override
    public String name() {
        return order.name();
    }

    @Override
    public List<Tier> rank(List<Candidate> candidates, HealthView view) {
        var first = candidates.stream().filter(preferred).map(Candidate::target).collect(Collectors.toSet());
        var tiers = order.rank(candidates, view);
        return Stream.concat(
                        tiers.stream().map(tier -> tier.with(seat -> first.contains(seat.target()))),
                        tiers.stream().map(tier -> tier.with(seat -> !first.contains(seat.target()))))
                .filter(tier -> !tier.seats().isEmpty())
                .toList();
    }
}
