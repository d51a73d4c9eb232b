package dev.caramba.simulation;

import static dev.caramba.simulation.Column.ATTEMPTS;
import static dev.caramba.simulation.Column.BACK;
import static dev.caramba.simulation.Column.FAILURES;
import static dev.caramba.simulation.Column.FIRST_SERVED;
import static dev.caramba.simulation.Column.FIRST_WORD;
import static dev.caramba.simulation.Column.IN_VAIN;
import static dev.caramba.simulation.Column.LEFT;
import static dev.caramba.simulation.Column.PROBES;
import static dev.caramba.simulation.Column.REFUSED;
import static dev.caramba.simulation.Column.RETURNS;
import static dev.caramba.simulation.Column.SERVED;
import static dev.caramba.simulation.Column.SHARES;
import static dev.caramba.simulation.Column.SHARES_AT_END;
import static dev.caramba.simulation.Column.SICK_SHARE;

import dev.caramba.generation.FailureKind;
import dev.caramba.simulation.DistantStore.Mood;
import java.time.Duration;
import java.util.List;

/** The troubles of the report, in its order. */
final class Scenarios {

    private static final Period MINUTE = new Period(30, 90);
    private static final List<String> A = List.of("a");

    static final Scenario HEALTHY =
            Scenario.of("Healthy", "Nothing happens.").show(SERVED, FIRST_WORD, ATTEMPTS, SHARES);

    static final Scenario SLOW = Scenario.of(
                    "Slow", "For two minutes `a` is ten times slower, words and all. Nothing fails.")
            .lasts(330)
            .sick(A, () -> Behaviours.answers(2000, 1000), new Period(30, 150))
            .show(SERVED, FIRST_WORD, ATTEMPTS, SICK_SHARE, SHARES_AT_END);

    static final Scenario STRAGGLERS = stragglers("Stragglers", "");

    static final Scenario STRAGGLERS_HEDGED = stragglers(
                    "Stragglers, hedged",
                    " Here it is on a route with `hedge-after` 600 ms, and another target is asked beside a silent one.")
            .hedgedAfter(Duration.ofMillis(600));

    static final Scenario BLACK_HOLE = Scenario.of(
                    "Black hole",
                    "For a minute `a` takes every request and says nothing: 10 s pass until it is given up.")
            .sick(A, Behaviours::isSilent, MINUTE)
            .show(SERVED, FIRST_WORD, ATTEMPTS, FAILURES, SICK_SHARE, LEFT, PROBES, BACK);

    static final Scenario FAST_503 = Scenario.of(
                    "Fast 503",
                    "For a minute `a` refuses everything within 5 ms, which looks like a free and quick target.")
            .sick(A, () -> Behaviours.refuses(5, FailureKind.OVERLOADED), MINUTE)
            .show(SERVED, FIRST_WORD, ATTEMPTS, FAILURES, SICK_SHARE, LEFT, PROBES, BACK);

    static final Scenario HALF_BROKEN = Scenario.of(
                    "Half broken", "For a minute every other request to `a` fails within 5 ms, by chance.")
            .sick(
                    A,
                    () -> Behaviours.either(
                            0.5, Behaviours.refuses(5, FailureKind.UNAVAILABLE), Behaviours.answers(200)),
                    MINUTE)
            .show(SERVED, FIRST_WORD, ATTEMPTS, FAILURES, SICK_SHARE, LEFT, PROBES, BACK);

    static final Scenario RATE_LIMIT = Scenario.of(
                    "429 storm",
                    "For a minute `a` admits 10 requests in 10 s; the others get a 429 and the seconds to the next"
                            + " window.")
            .sick(A, () -> Behaviours.limits(10, 10, Behaviours.answers(200)), MINUTE)
            .show(SERVED, FIRST_WORD, ATTEMPTS, FAILURES, SICK_SHARE, PROBES, BACK);

    static final Scenario ALL_DOWN = Scenario.of("All down", "For a minute every provider refuses everything.")
            .sick(Simulation.PROVIDERS, () -> Behaviours.refuses(20, FailureKind.UNAVAILABLE), MINUTE)
            .show(SERVED, ATTEMPTS, FAILURES, REFUSED, RETURNS, IN_VAIN, PROBES, FIRST_SERVED, BACK);

    static final Scenario LONG_ANSWERS = Scenario.of(
                    "Long answers",
                    "For a minute every provider refuses everything, and an answer takes 50 s, that of a probe too. Two"
                            + " calls a second.")
            .lasts(240)
            .load(2)
            .answersTake(50)
            .sick(Simulation.PROVIDERS, () -> Behaviours.refuses(20, FailureKind.UNAVAILABLE), MINUTE)
            .show(SERVED, ATTEMPTS, FAILURES, REFUSED, RETURNS, PROBES, FIRST_SERVED, BACK);

    static final Scenario FLAPPING = Scenario.of(
                    "Flapping", "`a` is down for a minute, well for a minute, and so again.")
            .lasts(270)
            .sick(A, () -> Behaviours.refuses(20, FailureKind.NETWORK), MINUTE, new Period(150, 210))
            .show(SERVED, FIRST_WORD, ATTEMPTS, FAILURES, SICK_SHARE, LEFT, PROBES, BACK);

    static final Scenario SPIKE = Scenario.of(
                    "Spike",
                    "Five calls a second, and fifty for ten seconds, with 10 in flight at most for each provider: room for"
                            + " about 40 a second. The others are refused and come back, too, on top of it.")
            .load(5)
            .maxInFlight(10)
            .lasts(60)
            .spike(10, new Period(30, 40))
            .show(SERVED, FIRST_WORD, ATTEMPTS, SHARES, REFUSED, RETURNS);

    static final Scenario CUT_STREAMS = Scenario.of(
                    "Cut streams", "For a minute `a` breaks off every answer after two words of five.")
            .sick(A, () -> Behaviours.cuts(200, 2), MINUTE)
            .show(SERVED, FIRST_WORD, ATTEMPTS, FAILURES, SICK_SHARE, LEFT, PROBES, BACK);

    static final Scenario STORE_LOST = Scenario.of(
                    "Store lost",
                    "The shared store refuses from 30 to 60 s and hangs from 60 to 90 s, while `a` is down from 40 to"
                            + " 100 s: each instance goes by its own memory.")
            .sick(A, () -> Behaviours.refuses(20, FailureKind.NETWORK), new Period(40, 100))
            .storeFrom(30, Mood.REFUSES)
            .storeFrom(60, Mood.HANGS)
            .storeFrom(90, Mood.HERE)
            .show(SERVED, FIRST_WORD, ATTEMPTS, FAILURES, SICK_SHARE, LEFT, PROBES, BACK);

    static final List<Scenario> ALL = List.of(
            HEALTHY,
            SLOW,
            STRAGGLERS,
            STRAGGLERS_HEDGED,
            BLACK_HOLE,
            FAST_503,
            HALF_BROKEN,
            RATE_LIMIT,
            ALL_DOWN,
            LONG_ANSWERS,
            FLAPPING,
            SPIKE,
            CUT_STREAMS,
            STORE_LOST);

    private Scenarios() {}

    private static Scenario stragglers(String name, String furtherStory) {
        return Scenario.of(
                        name,
                        "One answer in twenty of every provider takes 5 s to begin, by chance. Nothing fails."
                                + furtherStory)
                .sick(
                        Simulation.PROVIDERS,
                        () -> Behaviours.either(0.05, Behaviours.answers(5000), Behaviours.answers(250)),
                        new Period(0, 180))
                .show(SERVED, FIRST_WORD, ATTEMPTS, SHARES);
    }
}
