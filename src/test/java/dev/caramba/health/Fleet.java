package dev.caramba.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.health.Ranking.Tier;
import dev.caramba.prompt.Target;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All instances as one actor: takes leases from a store and reports what came of them. */
public final class Fleet {

    static final int NO_LIMIT = 1000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HealthStore store;
    private final VirtualTime time;
    private int leases;

    public Fleet(HealthStore store, VirtualTime time) {
        this.store = store;
        this.time = time;
    }

    void wait(Duration duration) {
        time.advance(duration);
    }

    Acquisition acquire(Ranking ranking) {
        return await(store.acquire(ranking, "lease-" + leases++));
    }

    /** A lease on the target, which must be granted. */
    Lease lease(Target target) {
        return lease(inTurn("alone", target));
    }

    Lease lease(Ranking ranking) {
        return assertInstanceOf(Acquisition.Granted.class, acquire(ranking)).lease();
    }

    List<Lease> leases(int count, Target target) {
        return IntStream.range(0, count).mapToObj(i -> lease(target)).toList();
    }

    /** The wait for the target, which must be refused. */
    Duration refused(Target target) {
        return refused(inTurn("alone", target));
    }

    Duration refused(Ranking ranking) {
        return assertInstanceOf(Acquisition.Refused.class, acquire(ranking))
                .retryAfter()
                .orElseThrow();
    }

    /** None of them may be asked, and nothing but an operator will change that. */
    public void refusedForGood(Target... targets) {
        var refused = assertInstanceOf(Acquisition.Refused.class, acquire(inTurn("alone", targets)));
        assertEquals(Optional.empty(), refused.retryAfter());
    }

    public HealthView disable(String provider, Target... shown) {
        return control(Control.Action.DISABLE, provider, shown);
    }

    public HealthView enable(String provider, Target... shown) {
        return control(Control.Action.ENABLE, provider, shown);
    }

    public HealthView reset(String provider, Target... targets) {
        return control(Control.Action.RESET, provider, targets);
    }

    HealthView control(Control.Action action, String provider, Target... targets) {
        return await(store.control(new Control(action, provider, List.of(targets))));
    }

    /** Asks by this ranking some times, each answered at once; which targets were asked. */
    String asks(int times, Ranking ranking) {
        return IntStream.range(0, times).mapToObj(i -> answered(lease(ranking))).reduce("", String::concat);
    }

    /** Ends the lease with success; the model's name. */
    private String answered(Lease lease) {
        succeeded(lease);
        return lease.target().model();
    }

    void succeeded(Lease lease) {
        report(lease, new AttemptOutcome.Success(Optional.empty(), Duration.ZERO));
    }

    void ignored(Lease lease) {
        report(lease, new AttemptOutcome.Ignored());
    }

    void failed(Lease lease, FailureKind kind) {
        failed(lease, Failure.of(kind, "it failed"));
    }

    void failed(Lease lease, Failure failure) {
        report(lease, new AttemptOutcome.Failed(failure));
    }

    /** One call after another fails. */
    void fails(int times, Target target, FailureKind kind) {
        IntStream.range(0, times).forEach(i -> failed(lease(target), kind));
    }

    HealthView report(Lease lease, AttemptOutcome outcome) {
        return await(store.report(lease, outcome));
    }

    boolean renew(Lease lease) {
        return await(store.renew(lease));
    }

    ProviderStatus status(Target target) {
        return await(store.view(List.of(target))).of(target);
    }

    Duration cooldownLeft(Target target) {
        return await(store.view(List.of(target))).cooldownLeft(target);
    }

    /** Waits until the target's cooldown is just over. */
    void waitForCooldown(Target target) {
        var left = cooldownLeft(target);
        assertTrue(left.compareTo(Duration.ZERO) > 0, "no cooldown to wait for");
        wait(left);
    }

    public static Ranking inTurn(String pool, Target... targets) {
        return ranking(pool, Choice.IN_TURN, targets);
    }

    static Ranking ranking(String pool, Choice choice, Target... targets) {
        return new Ranking(pool, List.of(tier(choice, targets)));
    }

    static Tier tier(Choice choice, Target... targets) {
        return new Tier(
                choice,
                Stream.of(targets).map(target -> new Seat(target, 1, NO_LIMIT)).toList());
    }

    static Ranking limited(Target target, int maxInFlight) {
        return new Ranking("alone", List.of(new Tier(Choice.IN_TURN, List.of(new Seat(target, 1, maxInFlight)))));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
