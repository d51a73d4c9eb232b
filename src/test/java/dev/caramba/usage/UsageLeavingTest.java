package dev.caramba.usage;

import static dev.caramba.usage.UsageStoreContract.RETENTION;

import dev.caramba.generation.Budget;
import dev.caramba.generation.Caching;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Quota;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.redis.StoreGuard;
import dev.caramba.testing.LeavingCallers;
import dev.caramba.testing.SilentProvider;
import dev.caramba.testing.Slow;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Callers with a budget that leave in the first moments of a call. */
@Slow
class UsageLeavingTest {

    private static final int CALLS = 2000;
    private static final Grant BUDGETED = new Grant(
            false,
            Set.of(),
            Set.of(),
            Set.of(),
            Quota.UNLIMITED,
            new Budget(Optional.of(BigDecimal.TEN), Optional.empty()));

    private final LeavingCallers callers = new LeavingCallers();
    private final SilentProvider inner = new SilentProvider();
    private final UsageLedger ledger = new UsageLedger(
            new MemoryUsageStore(RETENTION, InstantSource.system()),
            new Slow(),
            Duration.ofSeconds(10),
            InstantSource.system(),
            callers.elsewhere());
    private final UsageProvider provider = new UsageProvider(
            inner,
            ledger,
            new UsageTally(new Prices(Map.of(), name -> name, Set.of()), name -> false, target -> true),
            true,
            0.8,
            List.of());

    /** Each caller is a new one, whose spending is not known yet. */
    @Test
    void every_request_is_cancelled() throws Exception {
        try (callers) {
            callers.call(
                    CALLS,
                    i -> provider.generate(
                            LeavingCallers.context(new Caller("c" + i, BUDGETED), Caching.UNSAID),
                            GenerationParams.of(List.of())));

            LeavingCallers.awaitEquals(0, inner::underWay);
        }
    }

    private final class Slow implements StoreGuard {
        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return callers.reply(question.get());
        }
    }
}
