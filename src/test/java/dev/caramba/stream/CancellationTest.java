package dev.caramba.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Who leaves is heard at once by all that is under way, and by what comes too late. */
class CancellationTest {

    private final Cancellation cancellation = new Cancellation();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AssertSubscriber<String> caller = AssertSubscriber.create(Long.MAX_VALUE);

    @Test
    void what_is_to_be_done_is_done_in_order_before_the_stream_is_cancelled_and_once() {
        var order = new ArrayList<String>();
        cancellation.then(() -> order.add("first"));
        cancellation.then(() -> order.add("second"));
        cancellation
                .of(Multi.createFrom().<String>nothing().onCancellation().invoke(() -> order.add("stream")))
                .subscribe()
                .withSubscriber(caller);

        caller.cancel();
        cancellation.cancel();

        assertEquals(List.of("first", "second", "stream"), order);
    }

    @Test
    void what_is_named_too_late_is_done_at_once() {
        cancellation.cancel();

        cancellation.then(() -> cancelled.set(true));

        assertTrue(cancelled.get());
    }

    @Test
    void a_stream_that_comes_too_late_is_not_subscribed_to() {
        cancellation
                .of(Uni.createFrom().item("one").onItem().transformToMulti(item -> {
                    caller.cancel();
                    return cancellation.reaching(source());
                }))
                .subscribe()
                .withSubscriber(caller);

        assertFalse(asked.get());
    }

    @Test
    void a_stream_whose_subscription_is_under_way_is_cancelled() {
        var slow = Multi.createFrom().deferred(() -> {
            caller.cancel();
            return source();
        });
        cancellation
                .of(Uni.createFrom().item("one").onItem().transformToMulti(item -> cancellation.reaching(slow)))
                .subscribe()
                .withSubscriber(caller);

        assertTrue(asked.get());
        assertTrue(cancelled.get());
    }

    @Test
    void so_is_one_that_follows_a_failure() {
        var slow = Multi.createFrom().deferred(() -> {
            caller.cancel();
            return source();
        });
        cancellation
                .of(Multi.createFrom()
                        .<String>failure(new IllegalStateException("gone"))
                        .onFailure()
                        .recoverWithMulti(e -> cancellation.reaching(slow)))
                .subscribe()
                .withSubscriber(caller);

        assertTrue(cancelled.get());
    }

    @Test
    void so_is_an_item_to_come() {
        var asker = UniAssertSubscriber.<String>create();
        var slow = Uni.createFrom().deferred(() -> {
            asker.cancel();
            return Uni.createFrom().<String>nothing().onCancellation().invoke(() -> cancelled.set(true));
        });
        cancellation
                .of(Uni.createFrom().item("one").flatMap(item -> cancellation.reaching(slow)))
                .subscribe()
                .withSubscriber(asker);

        assertTrue(cancelled.get());
    }

    @Test
    void what_has_ended_is_not_cancelled() {
        cancellation
                .reaching(Multi.createFrom().items("one").onCancellation().invoke(() -> cancelled.set(true)))
                .subscribe()
                .withSubscriber(caller);

        cancellation.cancel();

        assertFalse(cancelled.get());
        caller.assertCompleted().assertItems("one");
    }

    private Multi<String> source() {
        return Multi.createFrom()
                .<String>nothing()
                .onSubscription()
                .invoke(() -> asked.set(true))
                .onCancellation()
                .invoke(() -> cancelled.set(true));
    }
}
