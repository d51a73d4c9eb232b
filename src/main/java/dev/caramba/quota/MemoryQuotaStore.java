package dev.caramba.quota;

import dev.caramba.quota.QuotaDecision.Count;
import dev.caramba.quota.QuotaDecision.Refusal;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A store in the memory of this instance. It is bounded: when it is full, the caller whose last call is longest ago is
 * removed first.
 */
public final class MemoryQuotaStore implements QuotaStore {

    static final int MOST_CALLERS = 10_000;

    /** The beginning of the ids that stand for calls of other instances, of which only the number is known. */
    private static final String OTHERS = "?";

    private final Duration life;
    private final InstantSource clock;
    private final Map<String, Account> accounts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Account> eldest) {
            return size() > MOST_CALLERS;
        }
    };

    /** @param life how long a call counts as under way when it is not prolonged */
    public MemoryQuotaStore(Duration life, InstantSource clock) {
        this.life = life;
        this.clock = clock;
    }

    @Override
    public Uni<QuotaDecision> take(QuotaRequest ask) {
        return locked(() -> account(ask).take(ask, clock.millis()));
    }

    @Override
    public Uni<Boolean> hold(QuotaDecision taken) {
        return locked(() -> account(taken.ask()).hold(taken.ask().id(), clock.millis()));
    }

    @Override
    public Uni<Void> giveBack(QuotaDecision taken) {
        return locked(() -> {
            account(taken.ask()).giveBack(taken, clock.millis());
            return null;
        });
    }

    @Override
    public Uni<Void> settle(QuotaDecision taken, long tokens) {
        return locked(() -> {
            account(taken.ask()).settle(taken, tokens, clock.millis());
            return null;
        });
    }

    /** Replaces the caller's counts by those of another store. */
    synchronized void learn(QuotaDecision decision) {
        account(decision.ask()).learn(decision, clock.millis());
    }

    /** Removes a call that another store had granted. */
    synchronized void forget(QuotaDecision decision) {
        account(decision.ask()).calls.remove(decision.ask().id());
    }

    private <T> Uni<T> locked(Supplier<T> verb) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                return verb.get();
            }
        });
    }

    private Account account(QuotaRequest ask) {
        return accounts.computeIfAbsent(ask.caller(), caller -> new Account());
    }

    /** The counts of one caller. */
    private final class Account {

        private final long[] used = new long[QuotaWindow.values().length];
        private final long[] ends = new long[QuotaWindow.values().length];
        private final Map<String, Long> calls = new HashMap<>();

        QuotaDecision take(QuotaRequest ask, long now) {
            tidyUp(now);
            var limit = ask.quota().maxInFlight();
            var refusal = fullWindow(ask, now)
                    .or(() -> limit.isPresent() && calls.size() >= limit.getAsInt()
                            ? Optional.of(Refusal.IN_FLIGHT)
                            : Optional.empty());
            if (refusal.isEmpty()) {
                Arrays.stream(QuotaWindow.values())
                        .filter(window -> window.limitOf(ask.quota()).isPresent())
                        .forEach(window -> count(window, window.need(ask), now));
                limit.ifPresent(ignored -> calls.put(ask.id(), now + life.toMillis()));
            }
            var counts = IntStream.range(0, used.length)
                    .mapToObj(i -> new Count(used[i], ends[i]))
                    .toList();
            return new QuotaDecision(ask, refusal, now, limit.isPresent() ? calls.size() : 0, counts, true);
        }

        boolean hold(String id, long now) {
            tidyUp(now);
            return calls.computeIfPresent(id, (known, end) -> now + life.toMillis()) != null;
        }

        void giveBack(QuotaDecision taken, long now) {
            tidyUp(now);
            calls.remove(taken.ask().id());
            Arrays.stream(QuotaWindow.values())
                    .filter(window -> window.limitOf(taken.ask().quota()).isPresent())
                    .filter(window ->
                            ends[window.ordinal()] == taken.count(window).ends())
                    .forEach(window -> count(window, -window.need(taken.ask()), now));
        }

        void settle(QuotaDecision taken, long tokens, long now) {
            tidyUp(now);
            calls.remove(taken.ask().id());
            var more = tokens - taken.ask().tokens();
            Arrays.stream(QuotaWindow.values())
                    .filter(QuotaWindow::countsTokens)
                    .filter(window -> window.limitOf(taken.ask().quota()).isPresent())
                    .filter(window -> more > 0
                            || ends[window.ordinal()] == taken.count(window).ends())
                    .filter(window -> more != 0)
                    .forEach(window -> count(window, more, now));
        }

        void learn(QuotaDecision decision, long now) {
            for (var window : QuotaWindow.values()) {
                var left = decision.left(window).toMillis();
                used[window.ordinal()] = left > 0 ? decision.count(window).used() : 0;
                ends[window.ordinal()] = left > 0 ? now + left : 0;
            }
            if (decision.granted() && decision.ask().quota().maxInFlight().isPresent()) {
                calls.put(decision.ask().id(), now + life.toMillis());
            }
            calls.keySet().removeIf(id -> id.startsWith(OTHERS));
            for (int i = calls.size(); i < decision.inFlight(); i++) {
                calls.put(OTHERS + i, now + life.toMillis());
            }
        }

        private Optional<Refusal> fullWindow(QuotaRequest ask, long now) {
            Optional<Refusal> full = Optional.empty();
            for (var window : QuotaWindow.values()) {
                var limit = window.limitOf(ask.quota());
                var wait = Duration.ofMillis(ends[window.ordinal()] - now);
                if (limit.isPresent()
                        && used[window.ordinal()] + window.need(ask) > limit.getAsLong()
                        && wait.compareTo(full.map(Refusal::retryAfter).orElse(Duration.ZERO)) > 0) {
                    full = Optional.of(new Refusal(Optional.of(window), wait));
                }
            }
            return full;
        }

        private void count(QuotaWindow window, long more, long now) {
            int i = window.ordinal();
            ends[i] = ends[i] == 0 ? now + window.length().toMillis() : ends[i];
            used[i] = Math.max(0, used[i] + more);
        }

        private void tidyUp(long now) {
            calls.values().removeIf(end -> end <= now);
            for (int i = 0; i < ends.length; i++) {
                if (ends[i] <= now) {
                    used[i] = 0;
                    ends[i] = 0;
                }
            }
        }
    }
}
