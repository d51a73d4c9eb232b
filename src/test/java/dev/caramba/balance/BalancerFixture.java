package dev.caramba.balance;

import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.health.Acquisition;
import dev.caramba.health.AttemptOutcome;
import dev.caramba.health.HealthPolicy;
import dev.caramba.health.HealthStore;
import dev.caramba.health.Lease;
import dev.caramba.health.MemoryHealthStore;
import dev.caramba.health.ProviderStatus;
import dev.caramba.health.Ranking;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Target;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** A balancer over scripted providers and a real store in memory, in virtual time. */
final class BalancerFixture {

    static final List<Message> QUESTION = List.of(new Message.User(new Content.Plain("Hello?")));
    static final Duration DEADLINE = Duration.ofSeconds(120);
    static final Duration FIRST_TOKEN_TIMEOUT = Duration.ofSeconds(10);

    final VirtualTime time = new VirtualTime();
    final Instant began = time.instant();
    final WatchedStore store;

    private final List<Candidate> peers = new ArrayList<>();
    private final List<Candidate> fallbacks = new ArrayList<>();
    private final List<ScriptedProvider> providers = new ArrayList<>();
    private final BalancedProvider balancer;
    private SelectionStrategy strategy =
            new Strategies(List.of()).named("round-robin").orElseThrow();
    private double random = 0.5;
    private Optional<Duration> hedgeAfter = Optional.empty();

    BalancerFixture() {
        this(BalancerSettings.DEFAULT);
    }

    BalancerFixture(BalancerSettings settings) {
        this(settings, time -> new MemoryHealthStore(HealthPolicy.DEFAULT, time, () -> 0.5));
    }

    /** Over another store, which may have a time of its own. */
    BalancerFixture(HealthStore store) {
        this(BalancerSettings.DEFAULT, time -> store);
    }

    private BalancerFixture(BalancerSettings settings, Function<VirtualTime, HealthStore> inner) {
        store = new WatchedStore(inner.apply(time), time);
        balancer = new BalancedProvider(
                "balanced",
                (params, grant) ->
                        new Candidates("pool", strategy, List.copyOf(peers), List.copyOf(fallbacks), hedgeAfter),
                store,
                settings,
                time,
                time,
                () -> random);
    }

    static BalancerFixture withMaxAttempts(int maxAttempts) {
        return new BalancerFixture(settings(maxAttempts, BalancerSettings.DEFAULT.hedgeBudget(), true));
    }

    static BalancerFixture withMaxRetryWait(Duration maxRetryWait) {
        var defaults = BalancerSettings.DEFAULT;
        return new BalancerFixture(new BalancerSettings(
                defaults.maxAttempts(),
                maxRetryWait,
                defaults.maxRetryAfter(),
                defaults.minBackoff(),
                defaults.maxBackoff(),
                defaults.leaseTtl(),
                defaults.hedgeBudget(),
                defaults.resume(),
                defaults.holdToolCalls()));
    }

    static BalancerFixture withoutResume() {
        var defaults = BalancerSettings.DEFAULT;
        return new BalancerFixture(settings(defaults.maxAttempts(), defaults.hedgeBudget(), false));
    }

    static BalancerFixture holdingToolCalls() {
        var defaults = BalancerSettings.DEFAULT;
        return new BalancerFixture(new BalancerSettings(
                defaults.maxAttempts(),
                defaults.maxRetryWait(),
                defaults.maxRetryAfter(),
                defaults.minBackoff(),
                defaults.maxBackoff(),
                defaults.leaseTtl(),
                defaults.hedgeBudget(),
                defaults.resume(),
                true));
    }

    static BalancerFixture withHedgeBudget(double share) {
        return new BalancerFixture(settings(BalancerSettings.DEFAULT.maxAttempts(), share, true));
    }

    private static BalancerSettings settings(int maxAttempts, double hedgeBudget, boolean resume) {
        var defaults = BalancerSettings.DEFAULT;
        return new BalancerSettings(
                maxAttempts,
                defaults.maxRetryWait(),
                defaults.maxRetryAfter(),
                defaults.minBackoff(),
                defaults.maxBackoff(),
                defaults.leaseTtl(),
                hedgeBudget,
                resume,
                defaults.holdToolCalls());
    }

    BalancedProvider balancer() {
        return balancer;
    }

    /** What the balancer's source of randomness gives: 0.5 unless said otherwise. */
    BalancerFixture random(double value) {
        random = value;
        return this;
    }

    /** Attempts that are silent for so long are hedged. */
    BalancerFixture hedgingAfter(Duration silence) {
        hedgeAfter = Optional.of(silence);
        return this;
    }

    BalancerFixture strategy(SelectionStrategy strategy) {
        this.strategy = strategy;
        return this;
    }

    BalancerFixture strategy(String name) {
        return strategy(new Strategies(List.of()).named(name).orElseThrow());
    }

    ScriptedProvider peer(String name) {
        return peer(name, OptionalLong.empty());
    }

    ScriptedProvider peer(String name, OptionalLong contextWindow) {
        return add(peers, name, 1, 0, contextWindow);
    }

    ScriptedProvider peer(String name, int weight, int priority) {
        return add(peers, name, weight, priority, OptionalLong.empty());
    }

    ScriptedProvider fallback(String name) {
        return fallback(name, OptionalLong.empty());
    }

    ScriptedProvider fallback(String name, OptionalLong contextWindow) {
        return add(fallbacks, name, 1, 0, contextWindow);
    }

    private ScriptedProvider add(
            List<Candidate> list, String name, int weight, int priority, OptionalLong contextWindow) {
        var provider = new ScriptedProvider(name, time);
        providers.add(provider);
        list.add(new Candidate(target(name), provider, weight, priority, 10, contextWindow, FIRST_TOKEN_TIMEOUT));
        return provider;
    }

    /** A peer that makes vectors; under {@code priority} the earlier one is asked first. */
    ScriptedEmbedder embedder(String name, int batchSize) {
        return embedder(peers, name, batchSize);
    }

    ScriptedEmbedder embedderAsFallback(String name, int batchSize) {
        return embedder(fallbacks, name, batchSize);
    }

    private static ScriptedEmbedder embedder(List<Candidate> list, String name, int batchSize) {
        var provider = new ScriptedEmbedder(name, batchSize);
        list.add(new Candidate(target(name), provider, 1, list.size(), 10, OptionalLong.empty(), FIRST_TOKEN_TIMEOUT));
        return provider;
    }

    /** All that play scripts. */
    List<ScriptedProvider> providers() {
        return providers;
    }

    /** A peer that gives out these events as they are, be they against the rules. */
    void unruly(String name, Multi<Event> events) {
        var provider = new Provider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Multi<Event> generate(CallContext context, GenerationParams params) {
                return events;
            }
        };
        peers.add(new Candidate(target(name), provider, 1, 0, 10, OptionalLong.empty(), FIRST_TOKEN_TIMEOUT));
    }

    static Target target(String provider) {
        return new Target(provider, "m");
    }

    /** A streamed call with the configured deadline. */
    Call call() {
        return call(true, new Deadline(time.instant().plus(DEADLINE), false), Long.MAX_VALUE);
    }

    Call unaryCall() {
        return call(false, new Deadline(time.instant().plus(DEADLINE), false), Long.MAX_VALUE);
    }

    /** A unary call with this request. */
    Call unaryCall(GenerationParams params) {
        return call(params, new Deadline(time.instant().plus(DEADLINE), false), Long.MAX_VALUE);
    }

    /** A streamed call whose caller is in a hurry. */
    Call callWithin(Duration callersTimeout) {
        return call(true, new Deadline(time.instant().plus(callersTimeout), true), Long.MAX_VALUE);
    }

    /** A streamed call that has more time once its answer flows. */
    Call callFlowingFor(Duration flowing) {
        var now = time.instant();
        return call(true, new Deadline(now.plus(DEADLINE), now.plus(flowing), false), Long.MAX_VALUE);
    }

    /** A streamed call with this request. */
    Call call(GenerationParams params) {
        return call(params.withStream(true), new Deadline(time.instant().plus(DEADLINE), false), Long.MAX_VALUE);
    }

    /** A streamed call whose caller has asked for no event yet. */
    Call callWithoutDemand() {
        return call(true, new Deadline(time.instant().plus(DEADLINE), false), 0);
    }

    /** A streamed call with this history. */
    Call call(List<Message> messages) {
        return call(
                GenerationParams.of(messages).withStream(true),
                new Deadline(time.instant().plus(DEADLINE), false),
                Long.MAX_VALUE);
    }

    /** A unary call that nobody waits for. */
    Call callOfNobody() {
        return callWithShare(1);
    }

    /** A unary call that nobody waits for, and that leaves the rest of the slots to others. */
    Call callWithShare(double share) {
        var trail = new CallTrail();
        var deadline = new Deadline(time.instant().plus(DEADLINE), false);
        var caller = Caller.named("anonymous");
        var context = new CallContext("r1", caller, deadline, trail, share, false, Caching.UNSAID, Optional.empty());
        var events = balancer.generate(context, GenerationParams.of(QUESTION));
        return new Call(events.subscribe().withSubscriber(AssertSubscriber.<Event>create(Long.MAX_VALUE)), trail);
    }

    private Call call(boolean stream, Deadline deadline, long demand) {
        return call(GenerationParams.of(QUESTION).withStream(stream), deadline, demand);
    }

    private Call call(GenerationParams params, Deadline deadline, long demand) {
        var trail = new CallTrail();
        var events = balancer.generate(new CallContext("r1", "anonymous", deadline, trail), params);
        return new Call(events.subscribe().withSubscriber(AssertSubscriber.<Event>create(demand)), trail);
    }

    /** A lease that some other instance takes. */
    Lease lease(String provider) {
        var acquisition = store.acquire(
                        new Ranking(
                                "elsewhere",
                                List.of(new Ranking.Tier(
                                        Ranking.Choice.IN_TURN, List.of(new Ranking.Seat(target(provider), 1, 10))))),
                        "elsewhere-" + store.acquisitions())
                .await()
                .indefinitely();
        return ((Acquisition.Granted) acquisition).lease();
    }

    void release(Lease lease) {
        store.report(lease, new AttemptOutcome.Ignored()).await().indefinitely();
        store.reports().clear();
    }

    /** The provider's target is known to be in a cooldown of this length. */
    void coolDown(String provider, Duration length) {
        coolDown(provider, FailureKind.OVERLOADED, length);
    }

    /** The same, after a failure of this kind. */
    void coolDown(String provider, FailureKind kind, Duration length) {
        var failure = Failure.of(kind, "slow down").withRetryAfter(Optional.of(length));
        store.report(lease(provider), new AttemptOutcome.Failed(failure))
                .await()
                .indefinitely();
        store.reports().clear();
    }

    ProviderStatus status(String provider) {
        return store.view(List.of(target(provider))).await().indefinitely().of(target(provider));
    }

    void advance(long millis) {
        time.advance(Duration.ofMillis(millis));
    }
}
