package dev.caramba.quota;

import dev.caramba.quota.QuotaDecision.Count;
import dev.caramba.quota.QuotaDecision.Refusal;
import dev.caramba.redis.RedisValues;
import dev.caramba.redis.RedisVerb;
import dev.caramba.redis.RedisVerbs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The shared store of the fleet, in Redis. Every verb is one script and one round trip. Time is that of the server. The
 * keys of each caller have their own hash tag, so that a cluster spreads callers.
 *
 * <p>It sets no timeout on replies; a caller that cannot wait must set one.
 */
public final class RedisQuotaStore implements QuotaStore {

    private static final int FIRST_COUNT = 3;

    private final RedisVerb take;
    private final RedisVerb hold;
    private final RedisVerb giveBack;
    private final RedisVerb settle;
    private final String prefix;
    private final String life;

    /**
     * @param keyPrefix the beginning of every key; instances with the same prefix are a fleet
     * @param life how long a call counts as under way when it is not prolonged
     */
    public RedisQuotaStore(Redis redis, String keyPrefix, Duration life) {
        this(redis, keyPrefix, life, Optional::empty);
    }

    /** @param clock replaces the server's clock where it is not empty */
    RedisQuotaStore(Redis redis, String keyPrefix, Duration life, Supplier<Optional<Instant>> clock) {
        var verbs = new RedisVerbs(redis, "quota", "quota", clock);
        take = verbs.timed("take");
        hold = verbs.timed("hold");
        giveBack = verbs.timed("give-back");
        settle = verbs.timed("settle");
        this.prefix = keyPrefix + ":quota:";
        this.life = RedisValues.millis(life);
    }

    @Override
    public Uni<QuotaDecision> take(QuotaRequest ask) {
        var slots = ask.quota().maxInFlight();
        var arguments = new ArrayList<>(List.of(
                ask.id(),
                life,
                slots.isPresent() ? String.valueOf(slots.getAsInt()) : "",
                String.valueOf(ask.tokens())));
        for (var window : QuotaWindow.values()) {
            arguments.add(text(window.limitOf(ask.quota())));
        }
        return run(take, ask, arguments).map(reply -> taken(ask, reply));
    }

    @Override
    public Uni<Boolean> hold(QuotaDecision taken) {
        return run(hold, taken.ask(), List.of(taken.ask().id(), life)).map(RedisValues::isYes);
    }

    @Override
    public Uni<Void> giveBack(QuotaDecision taken) {
        var arguments = new ArrayList<>(
                List.of(taken.ask().id(), String.valueOf(taken.ask().tokens())));
        for (var window : QuotaWindow.values()) {
            arguments.add(ends(taken, window));
        }
        return run(giveBack, taken.ask(), arguments).replaceWithVoid();
    }

    @Override
    public Uni<Void> settle(QuotaDecision taken, long tokens) {
        var ask = taken.ask();
        var arguments = List.of(
                ask.id(),
                String.valueOf(tokens - ask.tokens()),
                ends(taken, QuotaWindow.TOKENS_PER_MINUTE),
                ends(taken, QuotaWindow.TOKENS_PER_DAY));
        return run(settle, ask, arguments).replaceWithVoid();
    }

    private static String ends(QuotaDecision taken, QuotaWindow window) {
        return window.limitOf(taken.ask().quota()).isPresent()
                ? String.valueOf(taken.count(window).ends())
                : "";
    }

    private Uni<Response> run(RedisVerb verb, QuotaRequest ask, List<String> arguments) {
        var name = prefix + "{" + ask.caller() + "}";
        return verb.run(List.of(name + ":windows", name + ":calls"), arguments);
    }

    private static QuotaDecision taken(QuotaRequest ask, Response reply) {
        var now = reply.get(1).toLong();
        var counts = IntStream.range(0, QuotaWindow.values().length)
                .map(i -> FIRST_COUNT + 2 * i)
                .mapToObj(i -> new Count(reply.get(i).toLong(), reply.get(i + 1).toLong()))
                .toList();
        return new QuotaDecision(
                ask,
                refusal(reply.get(0).toInteger(), now, counts),
                now,
                reply.get(2).toInteger(),
                counts,
                true);
    }

    private static Optional<Refusal> refusal(int fullLimit, long now, List<Count> counts) {
        if (fullLimit == 0) {
            return Optional.empty();
        }
        if (fullLimit > counts.size()) {
            return Optional.of(Refusal.IN_FLIGHT);
        }
        var wait = Duration.ofMillis(counts.get(fullLimit - 1).ends() - now);
        return Optional.of(new Refusal(Optional.of(QuotaWindow.values()[fullLimit - 1]), wait));
    }

    private static String text(OptionalLong limit) {
        return limit.isPresent() ? String.valueOf(limit.getAsLong()) : "";
    }
}
