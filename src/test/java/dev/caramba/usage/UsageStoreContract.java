package dev.caramba.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link UsageStore} does. The clock begins with the year 2030. */
abstract class UsageStoreContract {

    static final Duration RETENTION = Duration.ofDays(90);
    static final LocalDate FIRST_DAY = LocalDate.parse("2030-01-01");
    static final UsageRow ALICE = new UsageRow("alice", "-", "openai", "gpt-4o-mini");
    static final UsageRow BOB = new UsageRow("bob", "fast", "openai", "gpt-4o-mini");

    private final VirtualTime time = new VirtualTime();
    private UsageStore store;

    /** A new store that knows nothing. */
    protected abstract UsageStore store(Duration retention, InstantSource clock);

    @BeforeEach
    final void start() {
        store = store(RETENTION, time);
    }

    @Test
    void what_is_used_adds_up_by_row_and_day() {
        add("a", 1, Map.of(ALICE, figures(1), BOB, figures(2)));
        add("b", 1, Map.of(ALICE, figures(3)));

        assertEquals(Map.of(ALICE, figures(1).plus(figures(3)), BOB, figures(2)), used(FIRST_DAY));
        assertEquals(Map.of(), used(FIRST_DAY.plusDays(1)));
        assertEquals(Map.of(), used(FIRST_DAY.minusDays(1)));
    }

    @Test
    void a_batch_counts_once_however_often_it_comes() {
        add("a", 1, Map.of(ALICE, figures(1)));
        add("a", 1, Map.of(ALICE, figures(1)));
        add("a", 2, Map.of(ALICE, figures(2)));
        add("a", 1, Map.of(ALICE, figures(1)));
        time.advance(Duration.ofHours(23));
        add("a", 2, Map.of(ALICE, figures(2)));

        assertEquals(Map.of(ALICE, figures(1).plus(figures(2))), used(FIRST_DAY));
        assertEquals(3_000, spent("alice").today());
    }

    @Test
    void the_day_ends_at_midnight() {
        time.advance(Duration.ofDays(1).minusMillis(1));
        add("a", 1, Map.of(ALICE, figures(1)));
        time.advance(Duration.ofMillis(1));

        add("a", 2, Map.of(ALICE, figures(2)));

        assertEquals(Map.of(ALICE, figures(1)), used(FIRST_DAY));
        assertEquals(Map.of(ALICE, figures(2)), used(FIRST_DAY.plusDays(1)));
    }

    @Test
    void what_was_used_before_midnight_counts_there() {
        time.advance(Duration.ofDays(1).plusSeconds(10));

        await(store.add(new UsageBatch("a", 1, Duration.ofSeconds(11), Map.of(ALICE, figures(1)))));
        await(store.add(new UsageBatch("a", 2, Duration.ofSeconds(10), Map.of(ALICE, figures(2)))));

        assertEquals(Map.of(ALICE, figures(1)), used(FIRST_DAY));
        assertEquals(Map.of(ALICE, figures(2)), used(FIRST_DAY.plusDays(1)));
        assertEquals(2_000, spent("alice").today());
        assertEquals(3_000, spent("alice").thisMonth());
    }

    @Test
    void what_was_used_before_the_month_began_leaves_what_was_spent_in_it() {
        time.advance(Duration.ofDays(31).plusSeconds(10));
        add("a", 1, Map.of(ALICE, figures(1)));

        await(store.add(new UsageBatch("b", 1, Duration.ofSeconds(11), Map.of(ALICE, figures(2)))));

        assertEquals(1_000, spent("alice").today());
        assertEquals(1_000, spent("alice").thisMonth());
    }

    @Test
    void a_day_is_forgotten_after_its_retention() {
        store = store(Duration.ofMillis(40), time);
        add("a", 1, Map.of(ALICE, figures(1)));

        awaitForgotten(store, FIRST_DAY, Duration.ofMillis(40));

        assertEquals(Map.of(), used(FIRST_DAY));
    }

    @Test
    void what_a_caller_spent_is_told_by_day_and_month() {
        add("a", 1, Map.of(ALICE, figures(1), BOB, figures(5)));
        time.advance(Duration.ofDays(30).plusHours(23));
        add("a", 2, Map.of(ALICE, figures(2), new UsageRow("alice", "fast", "x", "y"), figures(3)));

        assertEquals(new Spending(5_000, 6_000, Duration.ofHours(1), Duration.ofHours(1)), spent("alice"));
        assertEquals(new Spending(0, 5_000, Duration.ofHours(1), Duration.ofHours(1)), spent("bob"));
        assertEquals(new Spending(0, 0, Duration.ofHours(1), Duration.ofHours(1)), spent("nobody"));

        time.advance(Duration.ofHours(1));
        assertEquals(new Spending(0, 0, Duration.ofDays(1), Duration.ofDays(28)), spent("alice"));
    }

    @Test
    void every_day_of_five_years_has_its_name() {
        for (int n = 1; n <= 5 * 365; n++) {
            add("a", n, Map.of(ALICE, figures(n)));
            var today = FIRST_DAY.plusDays(n - 1);
            assertEquals(Map.of(ALICE, figures(n)), used(today), today::toString);
            time.advance(Duration.ofDays(1));
        }
    }

    @Test
    void names_may_hold_anything() {
        var odd = Map.of(
                new UsageRow("a|b", "%7C", "p", "m"), figures(1),
                new UsageRow("a", "b|%7C", "p", "m"), figures(2),
                new UsageRow("é\n\"'", "", "p/q", "nvidia/nemotron:free x"), figures(3));

        add("a", 1, odd);

        assertEquals(odd, used(FIRST_DAY));
    }

    @Test
    void large_figures_stay_exact() {
        var large = new UsageFigures(1, 0, 1, 0, 0, 4_000_000_000_000L, 0, 1, 0, 4_503_599_627_370_495L, 0);

        add("a", 1, Map.of(ALICE, large));
        add("a", 2, Map.of(ALICE, large));

        assertEquals(Map.of(ALICE, large.plus(large)), used(FIRST_DAY));
        assertEquals(9_007_199_254_740_990L, spent("alice").thisMonth());
    }

    @Test
    void an_hour_of_many_instances_adds_up() {
        var random = new Random(20_301);
        var expected = new HashMap<UsageRow, UsageFigures>();
        for (int minute = 0; minute < 60; minute++) {
            int number = minute + 1;
            var batches = IntStream.range(0, 4)
                    .mapToObj(instance -> new UsageBatch(
                            "instance" + instance,
                            number,
                            Duration.ofMillis(random.nextInt(900)),
                            Map.of(
                                    new UsageRow("caller" + random.nextInt(3), "-", "p", "m" + random.nextInt(2)),
                                    figures(random.nextInt(1000)))))
                    .toList();
            batches.forEach(
                    batch -> batch.used().forEach((row, figures) -> expected.merge(row, figures, UsageFigures::plus)));
            time.advance(Duration.ofMinutes(1));
            // each comes twice, and all at once
            await(Multi.createBy()
                    .concatenating()
                    .streams(
                            Multi.createFrom().iterable(batches),
                            Multi.createFrom().iterable(batches))
                    .onItem()
                    .transformToUni(store::add)
                    .merge(8)
                    .collect()
                    .asList());
        }

        assertEquals(expected, used(FIRST_DAY));
    }

    /** Lets the store forget what it keeps for so long; the retention of a server is real time. */
    protected void awaitForgotten(UsageStore store, LocalDate day, Duration retention) {
        time.advance(retention);
    }

    static UsageFigures figures(long n) {
        return new UsageFigures(n, 0, n + 1, 1, 0, 10 * n, n, 20 * n, 0, 1000 * n, 0);
    }

    private void add(String source, long number, Map<UsageRow, UsageFigures> used) {
        await(store.add(new UsageBatch(source, number, Duration.ZERO, used)));
    }

    private Map<UsageRow, UsageFigures> used(LocalDate day) {
        return await(store.used(day));
    }

    private Spending spent(String caller) {
        return await(store.spent(caller));
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
