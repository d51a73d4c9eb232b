package dev.caramba.idempotency;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.call.BatchSettings;
import dev.caramba.call.CallLimit;
import dev.caramba.call.Calls;
import dev.caramba.call.EdgeSettings;
import dev.caramba.call.LimitedProvider;
import dev.caramba.generation.Caching;
import dev.caramba.generation.Caller;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.request.CallRequest;
import dev.caramba.result.Claim;
import dev.caramba.result.HeldClaim;
import dev.caramba.result.IdempotencyKey;
import dev.caramba.result.MemoryResultStore;
import dev.caramba.result.ResultPolicy;
import dev.caramba.result.ResultStore;
import dev.caramba.testing.LeavingCallers;
import dev.caramba.testing.SilentProvider;
import dev.caramba.testing.Slow;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers of prompts that are run once, within the limit of calls, that leave in the first moments of a call. */
@Slow
class IdempotentCallsLeavingTest {

    private static final int CALLS = 2000;
    private static final GenerationParams PARAMS = GenerationParams.of(List.of());

    private final LeavingCallers callers = new LeavingCallers();
    private final SilentProvider inner = new SilentProvider();
    private final CallLimit limit = new CallLimit(10);
    private final Counted store = new Counted();
    private final IdempotentCalls keyed = keyed();

    @AfterEach
    void stop() {
        callers.close();
    }

    @Test
    void every_claim_on_a_stream_is_given_back() throws Exception {
        callers.call(CALLS, i -> {
            var context = LeavingCallers.context(Caller.named("me"), Caching.UNSAID);
            return keyed.stream(new PatientInvocation(), context, PARAMS, once(i));
        });

        assertNothingIsHeld();
    }

    @Test
    void every_claim_on_a_whole_answer_is_given_back() throws Exception {
        var request = new CallRequest(PARAMS, Optional.empty(), Caching.UNSAID);

        callers.ask(CALLS, i -> keyed.answer(new PatientInvocation(), request, once(i)));

        assertNothingIsHeld();
    }

    private void assertNothingIsHeld() {
        LeavingCallers.awaitEquals(
                Map.of("claims", Set.of(), "requests", 0, "full", false),
                () -> Map.of("claims", Set.copyOf(store.held), "requests", inner.underWay(), "full", limit.full()));
        assertTrue(inner.asked() > 0);
    }

    private static Optional<IdempotentRequest> once(int i) {
        return Optional.of(new IdempotentRequest(IdempotencyKey.of("me", "/s", String.valueOf(i)), "body"));
    }

    private IdempotentCalls keyed() {
        var settings = new BatchSettings(1, 8, 1000, Duration.ofSeconds(30));
        var edge = new EdgeSettings(Duration.ofSeconds(300), Duration.ofSeconds(300), true, Map.of());
        return new IdempotentCalls(new Calls(new LimitedProvider(inner, limit), edge, settings), store, settings);
    }

    /** Knows which claims are held; replies at once, or on another thread. */
    private final class Counted implements ResultStore {

        private final ResultStore store = new MemoryResultStore(
                new ResultPolicy(Duration.ofSeconds(30), Duration.ofHours(1)), InstantSource.system());
        private final Set<String> held = ConcurrentHashMap.newKeySet();

        @Override
        public Uni<Claim> claim(HeldClaim hold) {
            return callers.reply(store.claim(hold).invoke(claim -> {
                if (claim instanceof Claim.Granted) {
                    held.add(hold.owner());
                }
            }));
        }

        @Override
        public Uni<Boolean> prolong(HeldClaim hold) {
            return store.prolong(hold);
        }

        @Override
        public Uni<Boolean> complete(HeldClaim hold, String result) {
            return store.complete(hold, result).invoke(() -> held.remove(hold.owner()));
        }

        @Override
        public Uni<Boolean> release(HeldClaim hold) {
            return store.release(hold).invoke(() -> held.remove(hold.owner()));
        }

        @Override
        public Uni<Optional<Claim>> find(IdempotencyKey key) {
            return store.find(key);
        }
    }
}
