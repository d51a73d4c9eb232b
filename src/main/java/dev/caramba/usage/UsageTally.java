package dev.caramba.usage;

import dev.caramba.generation.Attempt;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Failure;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Works out the usage of a call that has ended. It counts each attempt separately, since each may have used tokens. */
public final class UsageTally {

    private static final String AUTO = "auto";

    private final Prices prices;
    private final Predicate<String> isRoute;
    private final Predicate<Target> isConfigured;

    public UsageTally(Prices prices, Predicate<String> isRoute, Predicate<Target> isConfigured) {
        this.prices = prices;
        this.isRoute = isRoute;
        this.isConfigured = isConfigured;
    }

    /** Returns the figures by row; empty when no provider was asked. */
    Map<UsageRow, UsageFigures> of(CallContext call, GenerationParams params, boolean failed) {
        var attempts = call.trail().attempts();
        var used = new LinkedHashMap<UsageRow, UsageFigures>();
        var route = route(params);
        attempts.forEach(attempt -> used.merge(row(call, route, attempt), figures(attempt), UsageFigures::plus));
        decisive(call)
                .ifPresent(attempt ->
                        used.merge(row(call, route, attempt), UsageFigures.call(failed), UsageFigures::plus));
        return used;
    }

    /** Returns the attempt whose row counts the call: the one whose answer was given out, else the last. */
    private static Optional<Attempt> decisive(CallContext call) {
        var attempts = call.trail().attempts();
        var answering = call.trail().answering();
        return attempts.stream()
                .filter(attempt -> answering.equals(Optional.of(attempt.target())))
                .reduce((earlier, later) -> later)
                .or(() -> attempts.stream().reduce((earlier, later) -> later));
    }

    private UsageFigures figures(Attempt attempt) {
        var usage = attempt.usage();
        var price = prices.of(attempt.target());
        return new UsageFigures(
                0,
                0,
                1,
                attempt.failure().isPresent() ? 1 : 0,
                usage.isEmpty() && mayHaveUsed(attempt) ? 1 : 0,
                usage.map(reported -> reported.inputTokens().orElse(0)).orElse(0L),
                usage.map(reported -> reported.cachedInputTokens().orElse(0)).orElse(0L),
                usage.map(reported -> reported.outputTokens().orElse(0)).orElse(0L),
                usage.map(reported -> reported.reasoningTokens().orElse(0)).orElse(0L),
                usage.flatMap(reported -> price.map(known -> known.nanos(reported)))
                        .orElse(0L),
                usage.isPresent() && price.isEmpty() ? 1 : 0);
    }

    /**
     * Returns whether the attempt may have used tokens. A provider that answered with an error status has generated
     * nothing.
     */
    private static boolean mayHaveUsed(Attempt attempt) {
        return attempt.failure().flatMap(Failure::status).isEmpty();
    }

    private UsageRow row(CallContext call, String route, Attempt attempt) {
        var target = attempt.target();
        return new UsageRow(call.caller().name(), route, target.provider(), model(attempt));
    }

    private String route(GenerationParams params) {
        return params.model()
                .filter(model -> !model.equals(AUTO))
                .map(model -> isRoute.test(model) ? model : UsageRow.NO_ROUTE)
                .orElse(AUTO);
    }

    /**
     * Returns the model name of the row. A model that is neither configured nor priced gets no row of its own, since a
     * server may answer to any name.
     */
    private String model(Attempt attempt) {
        var target = attempt.target();
        return isConfigured.test(target) || prices.name(target) ? target.model() : UsageRow.OTHER;
    }
}
