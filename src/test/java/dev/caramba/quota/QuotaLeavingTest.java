package dev.caramba.quota;

import static dev.caramba.quota.QuotaStoreContract.quota;

import dev.caramba.generation.Budget;
import dev.caramba.generation.Caching;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.testing.LeavingCallers;
import dev.caramba.testing.SilentProvider;
import dev.caramba.testing.Slow;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Callers with limits that leave in the first moments of a call. */
@Slow
class QuotaLeavingTest {

    private static final int CALLS = 2000;
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Caller CALLER =
            new Caller("me", new Grant(false, Set.of(), Set.of(), Set.of(), quota(0, 0, 0, 0, 1000), Budget.UNLIMITED));

    private final LeavingCallers callers = new LeavingCallers();
    private final SilentProvider inner = new SilentProvider();
    private final Counted store = new Counted(new MemoryQuotaStore(LIFE, InstantSource.system()));
    private final QuotaProvider provider = new QuotaProvider(inner, store, LIFE, callers.elsewhere());

    @Test
    void every_slot_is_given_back() throws Exception {
        try (callers) {
            callers.call(
                    CALLS,
                    i -> provider.generate(
                            LeavingCallers.context(CALLER, Caching.UNSAID), GenerationParams.of(List.of())));

            LeavingCallers.awaitEquals(
                    Map.of("slots", 0, "requests", 0),
                    () -> Map.of("slots", store.held.get(), "requests", inner.underWay()));
        }
    }

    /** Knows how many slots are taken; replies at once, or on another thread. */
    private final class Counted implements QuotaStore {

        private final QuotaStore store;
        private final AtomicInteger held = new AtomicInteger();

        Counted(QuotaStore store) {
            this.store = store;
        }

        @Override
        public Uni<QuotaDecision> take(QuotaRequest ask) {
            return callers.reply(store.take(ask).invoke(taken -> held.addAndGet(taken.granted() ? 1 : 0)));
        }

        @Override
        public Uni<Boolean> hold(QuotaDecision taken) {
            return store.hold(taken);
        }

        @Override
        public Uni<Void> giveBack(QuotaDecision taken) {
            return store.giveBack(taken).invoke(held::decrementAndGet);
        }

        @Override
        public Uni<Void> settle(QuotaDecision taken, long tokens) {
            return store.settle(taken, tokens).invoke(held::decrementAndGet);
        }
    }
}
