package dev.caramba.route;

import dev.caramba.balance.Candidates;
import dev.caramba.generation.Budget;
import dev.caramba.generation.Failure;
import dev.caramba.generation.Grant;
import dev.caramba.prompt.Target;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes candidates without a known price for callers who have a budget. Their cost is unknown, so it could not count
 * against the budget.
 */
final class BudgetFilter {

    private final Predicate<Target> priced;

    /** @param priced whether the price of a target is known */
    BudgetFilter(Predicate<Target> priced) {
        this.priced = priced;
    }

    /**
     * Returns the candidates whose price is known.
     *
     * @throws dev.caramba.generation.ProviderException when there are candidates and none has a known price
     */
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
                "This access key or token has a budget, and no price is known of " + targets
                        + ": ask for another model, or let the operator set one (CARAMBA_USAGE_PRICES).");
    }
}
