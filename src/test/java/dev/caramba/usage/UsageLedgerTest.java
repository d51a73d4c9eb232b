package dev.caramba.usage;

import static dev.caramba.usage.UsageStoreContract.ALICE;
import static dev.caramba.usage.UsageStoreContract.BOB;
import static dev.caramba.usage.UsageStoreContract.FIRST_DAY;
import static dev.caramba.usage.UsageStoreContract.RETENTION;
import static dev.caramba.usage.UsageStoreContract.await;
import static dev.caramba.usage.UsageStoreContract.figures;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.StoreGuard;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsageLedgerTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final VirtualTime time = new VirtualTime();
    private final ShakyStore store = new ShakyStore();
    private final UsageLedger ledger = ledger(LONG);

    private UsageLedger ledger(Duration patience) {
        return new UsageLedger(store, new NoGuard(), patience, time, time);
    }

    @Test
    void a_call_is_counted_when_its_addition_is_told() {
        await(ledger.add(Map.of(ALICE, figures(1))));

        assertEquals(Map.of(ALICE, figures(1)), used(FIRST_DAY));
        assertEquals(Map.of(ALICE, figures(1)), await(ledger.used(FIRST_DAY, LONG)));
    }

    @Test
    void what_comes_while_a_batch_is_under_way_goes_together() {
        store.holds = true;
        var first = ledger.add(Map.of(ALICE, figures(1)));
        var others = IntStream.range(0, 100)
                .mapToObj(n -> ledger.add(Map.of(ALICE, figures(1), BOB, figures(n))))
                .toList();
        assertEquals(1, store.batches.size());

        store.letGo();

        await(first);
        others.forEach(UsageStoreContract::await);
        assertEquals(2, store.batches.size());
        assertEquals(101, used(FIRST_DAY).get(ALICE).calls());
        assertEquals(4950, used(FIRST_DAY).get(BOB).calls());
    }

    @Test
    void a_batch_whose_reply_was_lost_is_sent_again_as_it_was_and_counts_once() {
        store.losesReplies = true;
        await(ledger.add(Map.of(ALICE, figures(1))));
        await(ledger.add(Map.of(ALICE, figures(2))));
        assertEquals(Map.of(ALICE, figures(1)), used(FIRST_DAY));
        store.losesReplies = false;

        await(ledger.add(Map.of(ALICE, figures(4))));

        assertEquals(7, used(FIRST_DAY).get(ALICE).calls());
        assertEquals(List.of(1L, 1L, 1L, 2L), store.numbers());
    }

    @Test
    void what_could_not_be_added_is_kept_and_sent_a_second_later_without_another_call() {
        store.away = true;
        await(ledger.add(Map.of(ALICE, figures(1))));
        await(ledger.add(Map.of(ALICE, figures(2))));
        time.advance(Duration.ofSeconds(5));
        assertEquals(1, time.pending());
        store.away = false;

        time.advance(Duration.ofSeconds(1));

        assertEquals(3, used(FIRST_DAY).get(ALICE).calls());
        assertEquals(0, time.pending());
    }

    @Test
    void an_outage_over_midnight_leaves_each_day_its_own() {
        time.advance(Duration.ofDays(1).minusSeconds(10));
        store.away = true;
        await(ledger.add(Map.of(ALICE, figures(1))));
        await(ledger.add(Map.of(ALICE, figures(2))));
        time.advance(Duration.ofSeconds(20));
        await(ledger.add(Map.of(ALICE, figures(4))));
        store.away = false;

        time.advance(Duration.ofSeconds(1));

        assertEquals(3, used(FIRST_DAY).get(ALICE).calls());
        assertEquals(4, used(FIRST_DAY.plusDays(1)).get(ALICE).calls());
    }

    @Test
    void a_call_waits_no_longer_than_its_patience_and_loses_nothing() {
        var hasty = ledger(Duration.ofMillis(20));
        store.holds = true;

        await(hasty.add(Map.of(ALICE, figures(1))));
        await(hasty.add(Map.of(ALICE, figures(2))));

        assertEquals(Map.of(), used(FIRST_DAY));
        store.letGo();
        assertEquals(3, used(FIRST_DAY).get(ALICE).calls());
    }

    @Test
    void one_who_stops_waiting_takes_nothing_from_the_others() {
        store.holds = true;
        var left = ledger.add(Map.of(ALICE, figures(1))).subscribe().with(ignored -> {});
        var waits = ledger.add(Map.of(ALICE, figures(2))).subscribeAsCompletionStage();
        var leaves = ledger.add(Map.of(ALICE, figures(4))).subscribe().with(ignored -> {});

        left.cancel();
        leaves.cancel();
        assertFalse(waits.isDone());
        store.letGo();

        assertTrue(waits.isDone() && !waits.isCompletedExceptionally());
        assertEquals(7, used(FIRST_DAY).get(ALICE).calls());
    }

    @Test
    void what_was_spent_is_the_stores_word() {
        await(ledger.add(Map.of(ALICE, figures(1))));
        store.inner
                .add(new UsageBatch("elsewhere", 1, Duration.ZERO, Map.of(ALICE, figures(2))))
                .await()
                .indefinitely();

        assertEquals(3_000, await(ledger.spent("alice")).today());
        assertEquals(0, await(ledger.spent("bob")).today());
    }

    @Test
    void without_the_store_it_is_what_this_instance_knows() {
        await(ledger.add(Map.of(ALICE, figures(1))));
        await(ledger.spent("alice"));
        store.away = true;
        await(ledger.add(Map.of(ALICE, figures(2))));

        assertEquals(3_000, await(ledger.spent("alice")).today());
        assertEquals(3_000, await(ledger.spent("alice")).thisMonth());
        assertEquals(Duration.ofDays(1), await(ledger.spent("alice")).dayLeft());
        assertEquals(0, await(ledger.spent("bob")).today());

        time.advance(Duration.ofDays(1));
        assertEquals(2_000, await(ledger.spent("alice")).today());
        assertEquals(3_000, await(ledger.spent("alice")).thisMonth());
        assertThrows(IllegalStateException.class, () -> await(ledger.used(FIRST_DAY, LONG)));
    }

    @Test
    void many_threads_lose_and_double_nothing() throws Exception {
        await(ledger.add(Map.of(BOB, figures(1)))); // Mutiny begins on one thread
        store.losesEveryThird = true;
        var threads = Executors.newFixedThreadPool(8);
        try {
            var done = IntStream.range(0, 2_000)
                    .mapToObj(n ->
                            CompletableFuture.runAsync(() -> await(ledger.add(Map.of(ALICE, figures(1)))), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(done).get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        store.losesEveryThird = false;
        await(ledger.add(Map.of(BOB, figures(1))));

        assertEquals(2_000, used(FIRST_DAY).get(ALICE).calls());
    }

    private Map<UsageRow, UsageFigures> used(LocalDate day) {
        return await(store.inner.used(day));
    }

    private static final class NoGuard implements StoreGuard {
        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return question.get();
        }
    }

    /** A store that can be away, lose its replies after it has added, or hold them. */
    private final class ShakyStore implements UsageStore {

        final UsageStore inner = new MemoryUsageStore(RETENTION, time);
        final List<UsageBatch> batches = new ArrayList<>();
        final Queue<UniEmitter<? super Void>> held = new ArrayDeque<>();
        volatile boolean away;
        volatile boolean losesReplies;
        volatile boolean losesEveryThird;
        volatile boolean holds;

        @Override
        public Uni<Void> add(UsageBatch batch) {
            if (away) {
                return gone();
            }
            int number;
            synchronized (batches) {
                batches.add(batch);
                number = batches.size();
            }
            if (holds) {
                return Uni.createFrom().<Void>emitter(held::add).chain(() -> inner.add(batch));
            }
            var added = inner.add(batch);
            return losesReplies || losesEveryThird && number % 3 == 0 ? added.chain(this::gone) : added;
        }

        void letGo() {
            holds = false;
            List.copyOf(held).forEach(emitter -> emitter.complete(null));
        }

        List<Long> numbers() {
            return batches.stream().map(UsageBatch::number).toList();
        }

        @Override
        public Uni<Spending> spent(String caller) {
            return away ? gone() : inner.spent(caller);
        }

        @Override
        public Uni<Map<UsageRow, UsageFigures>> used(LocalDate day) {
            return away ? gone() : inner.used(day);
        }

        private <T> Uni<T> gone() {
            return Uni.createFrom().failure(new IllegalStateException("away"));
        }
    }
}
