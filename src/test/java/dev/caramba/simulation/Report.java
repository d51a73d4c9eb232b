package dev.caramba.simulation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The runs as a page. */
final class Report {

    private static final String HEAD = """
            # Simulation

            How each strategy fares while providers are in trouble: the real balancer and the real stores in virtual
            time, so that ten minutes pass in a fraction of a second and the figures are the same on every machine.
            `SimulationTest` makes this page, fails when it is no longer true, and holds every run to the rules of
            cooldowns, probes and waits.

            ```console
            ./mvnw test -Dtest=SimulationTest -Dsimulation.write=true
            ```

            **Set-up.** Three instances share one store, half a millisecond away. Callers do not wait for one another:
            10 calls a second arrive by chance (from a fixed seed, the same for all strategies), all of them streamed.
            Providers `a`, `b` and `c` say their first word after 200, 250 and 300 ms, give or take a quarter, and take
            0.5 s for the rest. All settings are the defaults. `a`, the one in trouble, is the fastest, has weight 2 of
            4 and comes first by priority, so that every strategy has reason to ask it. Trouble begins after 30 s.

            **Columns.** *Served*: calls with a complete answer. *First word*: from the arrival of a served call, failed
            attempts included. *Failures met*: attempts that failed, or were given up. *Left after*: from the first
            failure to the last ordinary request before the first probe. *Probes*: how many while it was sick, and the
            most of the whole fleet within 4.5 s, which is the shortest cooldown. *Back after*: from the recovery to the
            first ordinary request. *Came back*: callers who were told a `Retry-After` and returned once, exactly then;
            *in vain*: those of them who were refused although nobody had been asked meanwhile.
            """;

    private Report() {}

    /** @param runs of each scenario together, in order */
    static String of(List<Run> runs) {
        var sections = runs.stream().map(Run::scenario).distinct().map(scenario -> section(scenario, runs));
        return HEAD + sections.collect(Collectors.joining());
    }

    private static String section(Scenario scenario, List<Run> runs) {
        var titles = scenario.columns.stream().map(column -> column.title);
        var rows = runs.stream().filter(run -> run.scenario() == scenario).map(Report::row);
        var table = Stream.concat(
                Stream.of(
                        line(Stream.concat(Stream.of("strategy"), titles)),
                        "|---".repeat(scenario.columns.size() + 1) + "|"),
                rows);
        return "\n## " + scenario.name + "\n\n" + scenario.story + "\n\n" + table.collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String row(Run run) {
        return line(Stream.concat(
                Stream.of("`" + run.strategy() + "`"),
                run.scenario().columns.stream().map(column -> column.of(run))));
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |"));
    }
}
