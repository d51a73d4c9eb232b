package dev.caramba.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.StoreGuard;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FallbackResultStoreTest extends ResultStoreContract {

    private final VirtualTime time = new VirtualTime();
    private final MemoryResultStore shared = new MemoryResultStore(POLICY, time);
    private final Switch guard = new Switch();
    private final ResultStore here = new FallbackResultStore(shared, new MemoryResultStore(POLICY, time), guard);

    @Override
    protected ResultStore store(ResultPolicy policy, InstantSource clock) {
        return new FallbackResultStore(
                new MemoryResultStore(policy, clock), new MemoryResultStore(policy, clock), new Switch());
    }

    @Test
    void the_instance_goes_by_its_own_memory_while_the_shared_one_is_away() {
        guard.away = true;

        var granted = (Claim.Granted) await(here.claim(FIRST));

        assertEquals(running(), await(here.claim(SECOND)));
        assertTrue(await(here.prolong(granted.hold())));
        assertTrue(await(here.complete(granted.hold(), "r")));
        assertEquals(new Claim.Done("r"), await(here.claim(SECOND)));
        assertEquals(Optional.of(new Claim.Done("r")), await(here.find(KEY)));
    }

    @Test
    void nobody_knows_of_a_key_that_only_the_shared_memory_may_know() {
        guard.away = true;

        assertThrows(IllegalStateException.class, () -> await(here.find(KEY)));
    }

    @Test
    void the_others_learn_a_result_once_the_shared_memory_is_back() {
        guard.away = true;
        var granted = (Claim.Granted) await(here.claim(FIRST));
        guard.away = false;

        await(here.complete(granted.hold(), "r"));

        assertEquals(new Claim.Done("r"), await(shared.claim(SECOND)));
    }

    @Test
    void a_result_that_cannot_be_shared_is_kept_here() {
        var granted = (Claim.Granted) await(here.claim(FIRST));
        guard.away = true;

        assertTrue(await(here.complete(granted.hold(), "r")));

        assertEquals(new Claim.Done("r"), await(here.claim(SECOND)));
    }

    @Test
    void a_claim_that_was_granted_after_it_was_given_up_is_given_back() {
        guard.away = true;
        var granted = (Claim.Granted) await(here.claim(FIRST));
        await(shared.claim(FIRST));
        guard.away = false;

        await(here.release(granted.hold()));

        assertEquals(new Claim.Granted(SECOND), await(here.claim(SECOND)));
    }

    private static Claim running() {
        return new Claim.Running(POLICY.claim());
    }

    /** Says whether the shared memory can be reached. */
    private static final class Switch implements StoreGuard {

        private boolean away;

        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return Uni.createFrom()
                    .deferred(
                            () -> away ? Uni.createFrom().failure(new IllegalStateException("away")) : question.get());
        }
    }
}
