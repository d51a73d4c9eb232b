package dev.caramba.simulation;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A figure of a run, as it stands in the report. */
enum Column {
    SERVED("served", Column::served),
    FIRST_WORD("first word p50 / p99, ms", run -> percentile(run, 50) + " / " + percentile(run, 99)),
    ATTEMPTS("attempts per call (most)", Column::attempts),
    SHARES("asked a / b / c, %", run -> shares(run, new Period(0, run.scenario().seconds))),
    SHARES_AT_END("asked a / b / c in the last 30 s, %", run -> shares(run, lastHalfMinute(run))),
    SICK_SHARE("asked a while sick, %", Column::sickShare),
    FAILURES(
            "failures met",
            run -> String.valueOf(run.asks().stream().filter(Ask::failed).count())),
    LEFT("a left after, s", run -> seconds(run.secondsToLeave("a", firstSickness(run)))),
    PROBES("probes of a (most in 4.5 s)", Column::probes),
    BACK("a back after, s", Column::back),
    REFUSED("refused, nobody asked", run -> String.valueOf(run.refused().size())),
    RETURNS("came back (served)", Column::returns),
    IN_VAIN("told to come back in vain", run -> String.valueOf(run.cameInVain().size())),
    FIRST_SERVED("first served after, s", Column::firstServed);

    final String title;
    private final Function<Run, String> figure;

    Column(String title, Function<Run, String> figure) {
        this.title = title;
        this.figure = figure;
    }

    String of(Run run) {
        return figure.apply(run);
    }

    private static String served(Run run) {
        var calls = run.firstCalls();
        var lost = calls.stream().filter(call -> !call.served()).count();
        if (lost == 0) {
            return "all " + calls.size();
        }
        return text("%.1f %% (%d not)", 100.0 * (calls.size() - lost) / calls.size(), lost);
    }

    private static String attempts(Run run) {
        var asks = run.byCall().values().stream().map(Collection::size).toList();
        return text(
                "%.2f (%d)",
                (double) run.asks().size() / run.calls().size(),
                asks.stream().max(Integer::compare).orElse(0));
    }

    private static String shares(Run run, Period period) {
        return Simulation.PROVIDERS.stream()
                .map(provider -> percent(run.share(ask -> ask.provider.equals(provider), ask -> period.holds(ask.at))))
                .collect(Collectors.joining(" / "));
    }

    private static String sickShare(Run run) {
        return percent(
                run.share(ask -> ask.provider.equals("a"), ask -> run.scenario().sickAt(ask.at)));
    }

    private static String probes(Run run) {
        var probes = run.scenario().sickness.stream()
                .map(sickness -> run.probes("a", sickness))
                .toList();
        return text(
                "%s (%d)",
                probes.stream().map(list -> String.valueOf(list.size())).collect(Collectors.joining(" + ")),
                probes.stream().mapToLong(Run::mostProbes).max().orElse(0));
    }

    private static String back(Run run) {
        return run.scenario().sickness.stream()
                .map(sickness -> seconds(run.secondsToReturn("a", sickness)))
                .collect(Collectors.joining(", "));
    }

    private static String returns(Run run) {
        return text(
                "%d (%d)",
                run.returns().count(),
                run.returns().filter(SimulatedCall::served).count());
    }

    private static String firstServed(Run run) {
        var recovery = firstSickness(run).until();
        return seconds(run.calls().stream()
                .filter(SimulatedCall::served)
                .map(call -> call.endedAt() - recovery)
                .filter(after -> after > 0)
                .min(Double::compare));
    }

    static long percentile(Run run, int percent) {
        List<Double> sorted = run.firstCalls().stream()
                .filter(SimulatedCall::served)
                .map(SimulatedCall::millisToFirstWord)
                .sorted()
                .toList();
        return Math.round(sorted.get((sorted.size() * percent + 99) / 100 - 1));
    }

    private static Period firstSickness(Run run) {
        return run.scenario().sickness.get(0);
    }

    private static Period lastHalfMinute(Run run) {
        return new Period(run.scenario().seconds - 30, run.scenario().seconds);
    }

    private static String seconds(Optional<Double> seconds) {
        return seconds.map(value -> text("%.1f", value)).orElse("never");
    }

    private static String percent(double share) {
        return String.valueOf(Math.round(100 * share));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
