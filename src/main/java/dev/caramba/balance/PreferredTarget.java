package dev.caramba.balance;

import dev.caramba.health.HealthView;
import dev.caramba.health.Ranking;
import dev.caramba.prompt.Target;
import java.util.List;
import java.util.stream.Stream;

/** Puts one target first, and the others after it as another strategy ranks them. */
record PreferredTarget(Target target, SelectionStrategy others) implements SelectionStrategy {

    @Override
    public String name() {
        return others.name();
    }

    @Override
    public List<Ranking.Tier> rank(List<Candidate> candidates, HealthView view) {
        var rest = candidates.stream()
                .filter(candidate -> !candidate.target().equals(target))
                .toList();
        var first = candidates.stream()
                .filter(candidate -> candidate.target().equals(target))
                .map(candidate -> Strategies.tier(Ranking.Choice.IN_TURN, List.of(candidate)));
        return Stream.concat(first, rest.isEmpty() ? Stream.empty() : others.rank(rest, view).stream())
                .toList();
    }
}
