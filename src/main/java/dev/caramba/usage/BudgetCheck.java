package dev.caramba.usage;

import dev.caramba.generation.Budget;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a caller's budget says to one more call, by what was spent before it. Calls under way are not foreseen: together
 * they may spend more than is left.
 *
 * @param periods those that are limited
 * @param warning the share of a budget from which on the caller is warned
 */
record BudgetCheck(List<Period> periods, double warning) {

    static final String REMAINING = "x-caramba-budget-remaining";
    static final String WARNING = "x-caramba-budget-warning";

    private static final int NANO_DIGITS = 9;
    private static final int SHOWN_DIGITS = 6;

    /** @param limit in billionths of a US dollar, as is what is spent */
    record Period(String name, BigDecimal limit, BigDecimal spent, Duration left) {

        boolean over() {
            return spent.compareTo(limit) >= 0;
        }

        boolean beyond(double share) {
            return spent.compareTo(limit.multiply(BigDecimal.valueOf(share))) >= 0;
        }

        BigDecimal remaining() {
            return limit.subtract(spent).max(BigDecimal.ZERO);
        }

        String percent() {
            return limit.signum() == 0
                    ? "100"
                    : spent.movePointRight(2)
                            .divide(limit, 0, RoundingMode.DOWN)
                            .toString();
        }
    }

    static BudgetCheck of(Budget budget, Spending spent, double warning) {
        var periods = new ArrayList<Period>();
        budget.daily().ifPresent(limit -> periods.add(period("daily", limit, spent.today(), spent.dayLeft())));
        budget.monthly()
                .ifPresent(limit -> periods.add(period("monthly", limit, spent.thisMonth(), spent.monthLeft())));
        return new BudgetCheck(periods, warning);
    }

    private static Period period(String name, BigDecimal dollars, long spent, Duration left) {
        return new Period(name, dollars.movePointRight(NANO_DIGITS), BigDecimal.valueOf(spent), left);
    }

    /** Headers of the answer, or of the refusal. */
    Map<String, String> headers() {
        var headers = new TreeMap<String, String>();
        periods.stream()
                .map(Period::remaining)
                .min(Comparator.naturalOrder())
                .ifPresent(least -> headers.put(
                        REMAINING,
                        least.movePointLeft(NANO_DIGITS)
                                .setScale(SHOWN_DIGITS, RoundingMode.DOWN)
                                .toPlainString()));
        var warnings = periods.stream()
                .filter(period -> period.beyond(warning))
                .map(period -> period.percent() + "% of the " + period.name() + " budget is spent")
                .collect(Collectors.joining("; "));
        if (!warnings.isEmpty()) {
            headers.put(WARNING, warnings);
        }
        return headers;
    }

    /** Why the call is not made; empty when it is. */
    Optional<Failure> refusal() {
        return periods.stream()
                .filter(Period::over)
                .max(Comparator.comparing(Period::left))
                .map(period -> Failure.of(
                                FailureKind.CALLER_BUDGET, "The " + period.name() + " budget of this caller is spent.")
                        .withRetryAfter(Optional.of(period.left())));
    }
}
