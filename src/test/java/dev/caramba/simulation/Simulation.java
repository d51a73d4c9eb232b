package dev.caramba.simulation;

import dev.caramba.balance.BalancedProvider;
import dev.caramba.balance.BalancerSettings;
import dev.caramba.balance.Candidate;
import dev.caramba.balance.Candidates;
import dev.caramba.balance.Strategies;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.health.FallbackHealthStore;
import dev.caramba.health.HealthPolicy;
import dev.caramba.health.MemoryHealthStore;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One run: a fleet of three instances with one shared store, three providers, and callers who do not wait for one another.
 * Everything happens on one thread in virtual time, and chance comes from seeds, one for each of its sources: the same
 * callers come in every run of a scenario, whatever the strategy.
 */
final class Simulation {

    static final int INSTANCES = 3;
    static final List<String> PROVIDERS = List.of("a", "b", "c");

    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final Duration FIRST_TOKEN_TIMEOUT = Duration.ofSeconds(10);
    private static final List<Double> MILLIS_TO_FIRST_WORD = List.of(200.0, 250.0, 300.0);
    private static final List<Integer> WEIGHTS = List.of(2, 1, 1);

    private final Scenario scenario;
    private final String strategy;
    private final Clock clock = new Clock();
    private final LeaseLog leases = new LeaseLog(clock);
    private final List<SimulatedCall> calls = new ArrayList<>();
    private final Random arrivals = new Random(1);
    private final List<BalancedProvider> fleet;

    private Simulation(Scenario scenario, String strategy) {
        this.scenario = scenario;
        this.strategy = strategy;
        var candidates = candidates();
        var memory = new MemoryHealthStore(HealthPolicy.DEFAULT, clock.time, chance(2));
        this.fleet = IntStream.range(0, INSTANCES)
                .mapToObj(instance -> instance(instance, candidates, memory))
                .toList();
    }

    static Run of(Scenario scenario, String strategy) {
        return new Simulation(scenario, strategy).run();
    }

    private Run run() {
        arriveNext();
        clock.time.advance(Duration.ofSeconds(scenario.seconds).plus(DEADLINE.multipliedBy(2)));
        return new Run(scenario, strategy, calls, leases.asks(), leases.questions(), clock.time.pending());
    }

    private Candidates candidates() {
        var peers =
                IntStream.range(0, PROVIDERS.size()).mapToObj(this::candidate).toList();
        return new Candidates(
                "pool", new Strategies(List.of()).named(strategy).orElseThrow(), peers, List.of(), scenario.hedgeAfter);
    }

    /** The first provider is the best in every respect, so that no strategy keeps away from it by chance. */
    private Candidate candidate(int number) {
        var name = PROVIDERS.get(number);
        var behaviour = scenario.behaviour(
                name, Behaviours.answers(MILLIS_TO_FIRST_WORD.get(number), scenario.millisBetweenWords));
        var provider = new SimulatedProvider(name, clock, leases, behaviour, new Random(10 + number));
        return new Candidate(
                new Target(name, "m"),
                provider,
                WEIGHTS.get(number),
                number,
                scenario.maxInFlight,
                OptionalLong.empty(),
                FIRST_TOKEN_TIMEOUT);
    }

    private BalancedProvider instance(int number, Candidates candidates, MemoryHealthStore shared) {
        var distant = new DistantStore(shared, clock, () -> scenario.store(clock.seconds()));
        var local = new MemoryHealthStore(HealthPolicy.DEFAULT, clock.time, chance(20 + number));
        var store = new FallbackHealthStore(distant, local, new VirtualGuard(clock), HealthPolicy.DEFAULT, clock.time);
        return new BalancedProvider(
                "balanced",
                (params, grant) -> candidates,
                leases.watch(store),
                BalancerSettings.DEFAULT,
                clock.time,
                clock.time,
                chance(30 + number));
    }

    private static DoubleSupplier chance(int seed) {
        return new Random(seed)::nextDouble;
    }

    /** The time between two arrivals is exponentially distributed; the strict logarithm is the same on every machine. */
    private void arriveNext() {
        double perSecond = scenario.callsPerSecond(clock.seconds());
        double wait = -StrictMath.log(1 - arrivals.nextDouble()) / perSecond;
        if (clock.seconds() + wait < scenario.seconds) {
            clock.after(wait * 1000, this::arrive);
        }
    }

    private void arrive() {
        call(arrivals.nextInt(INSTANCES), Optional.empty());
        arriveNext();
    }

    private void call(int instance, Optional<SimulatedCall> returnOf) {
        var call = new SimulatedCall("call-" + calls.size(), clock.seconds(), returnOf);
        calls.add(call);
        var deadline = new Deadline(clock.time.instant().plus(DEADLINE), false);
        var params = GenerationParams.of(List.of(new Message.User(new Content.Plain("Hello?"))))
                .withStream(true);
        fleet.get(instance)
                .generate(new CallContext(call.id, "anonymous", deadline, new CallTrail()), params)
                .subscribe()
                .with(event -> {
                    call.heard(event, clock.seconds());
                    if (event.terminal()) {
                        comeBack(instance, call);
                    }
                });
    }

    /** A caller who is told when to come back does so once, exactly then. */
    private void comeBack(int instance, SimulatedCall call) {
        if (call.returnOf.isEmpty()) {
            call.retryAfterSeconds()
                    .ifPresent(seconds -> clock.after(seconds * 1000.0, () -> call(instance, Optional.of(call))));
        }
    }

    /** All that are built in. */
    static Stream<String> strategies() {
        return new Strategies(List.of()).names().stream();
    }
}
