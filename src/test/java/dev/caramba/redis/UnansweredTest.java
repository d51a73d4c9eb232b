package dev.caramba.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnansweredTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final Unanswered unanswered = new Unanswered();

    @Test
    void a_reply_is_passed_on_whatever_it_is() {
        var failure = new IllegalStateException("no");

        assertEquals("yes", unanswered.counting(Future.succeededFuture("yes")).result());
        assertEquals(failure, unanswered.counting(Future.failedFuture(failure)).cause());
        assertTrue(unanswered.awaitNone(LONG));
    }

    @Test
    void it_waits_for_the_last_reply_and_for_what_is_sent_upon_it() throws Exception {
        // Given
        var first = Promise.<String>promise();
        var second = Promise.<String>promise();
        unanswered.counting(first.future()).onSuccess(ok -> unanswered.counting(second.future()));
        var none = CompletableFuture.runAsync(() -> unanswered.awaitNone(LONG));

        // When
        first.complete("ok");

        // Then
        assertFalse(unanswered.awaitNone(Duration.ZERO));
        second.complete("ok");
        none.get(30, TimeUnit.SECONDS);
        assertTrue(unanswered.awaitNone(Duration.ZERO));
    }

    @Test
    void it_waits_no_longer_than_it_may() {
        unanswered.counting(Promise.promise().future());

        assertFalse(unanswered.awaitNone(Duration.ofMillis(20)));
    }
}
