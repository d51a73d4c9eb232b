package dev.caramba.route;

import dev.caramba.balance.Candidates;
import dev.caramba.generation.Budget;
import dev.caramba.generation.Failure;
import dev.caramba.generation.Grant;
import dev.caramba.prompt.Target;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is left of candidates for callers who have a budget: what costs nobody knows how much would not count in it. */
final class BudgetFilter {

    private final Predicate<Target> priced;

    /** @param priced whether it is known what a target costs */
    BudgetFilter(Predicate<Target> priced) {
        this.priced = priced;
    }

    /** Those of the candidates whose price is known; where there are others alone, the request cannot be served. */
    Candidates among(Candidates candidates, Grant grant) {
        if (grant.budget().equals(Budget.UNLIMITED)) {
            return candidates;
        }
        var left = GrantFilter.those(candidates, candidate -> priced.test(candidate.target()));
        if (GrantFilter.isEmpty(left) && !GrantFilter.isEmpty(candidates)) {
            throw unpriced(candidates).asException();
        }
        return left;
    }

    private static Failure unpriced(Candidates candidates) {
        var targets = Stream.concat(candidates.peers().stream(), candidates.fallbacks().stream())
                .map(candidate -> candidate.target().toString())
                .distinct()
                .collect(Collectors.joining(", "));
        return Failure.invalid(
                "model",
                "This access key has a budget, and no price is known of " + targets
                        + ": ask for another model, or let the operator set one (CARAMBA_USAGE_PRICES).");
    }
}
