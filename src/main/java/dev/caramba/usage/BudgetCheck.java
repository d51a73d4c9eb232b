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
 * Checks one call against its caller's budget, by what was spent before it. Calls under way are not included, so
 * together they may spend more than is left.
 *
 * @param periods the periods that have a limit
 * @param warning the share of a budget at which the caller gets a warning
 */
record BudgetCheck(List<Period> periods, double warning) {

    static final String REMAINING = "x-caramba-budget-remaining";
    static final String WARNING = "x-caramba-budget-warning";

    private static final int NANO_DIGITS = 9;
    private static final int SHOWN_DIGITS = 6;

    /**
     * @param limit the limit in billionths of a US dollar
     * @param spent what is spent, in billionths of a US dollar
     */
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

    /** Returns the headers for the response, whether it is an answer or the refusal. */
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

    /** Returns the failure of a call that the budget does not allow; empty when it does. */
    Optional<Failure> refusal() {
        return periods.stream()
                .filter(Period::over)
                .max(Comparator.comparing(Period::left))
                .map(period -> Failure.of(
                                FailureKind.CALLER_BUDGET, "The " + period.name() + " budget of this caller is spent.")
                        .withRetryAfter(Optional.of(period.left())));
    }
}
