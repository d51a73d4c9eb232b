package dev.caramba.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.result.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LambdaInvocationTest {

    @Test
    void ends_when_it_must() {
        var invocation = new LambdaInvocation("id", Optional.of(Instant.now().plusSeconds(60)));

        var left = invocation.environmentsTimeout().orElseThrow();
        assertFalse(invocation.over());
        assertTrue(
                left.compareTo(Duration.ofSeconds(60)) <= 0 && left.compareTo(Duration.ofSeconds(50)) > 0,
                left::toString);
    }

    @Test
    void has_no_less_than_a_moment() {
        var invocation = new LambdaInvocation("id", Optional.of(Instant.now().minusSeconds(1)));

        assertTrue(invocation.over());
        assertEquals(Optional.of(Duration.ofMillis(1)), invocation.environmentsTimeout());
    }

    @Test
    void is_not_limited_where_nothing_is_told() {
        var invocation = new LambdaInvocation("id", Optional.empty());

        assertFalse(invocation.over());
        assertEquals(Optional.empty(), invocation.environmentsTimeout());
    }

    @Test
    void the_id_of_a_message_can_stand_in_a_line_of_the_log() {
        var invocation = new LambdaInvocation("id", Optional.empty());

        assertEquals("a_b_c", invocation.of(message("a\nb c")).requestId());
        assertEquals(100, invocation.of(message("x".repeat(1_000))).requestId().length());
    }

    @Test
    void a_message_is_known_by_its_queue_and_its_id_and_nobody_waits_for_it() {
        var invocation = new LambdaInvocation("id", Optional.empty());
        var message = invocation.of(message("7"));

        assertTrue(invocation.interactive());
        assertFalse(message.interactive());
        assertEquals(Optional.of(IdempotencyKey.of("lambda", "arn:queue", "7")), message.resultKey());
    }

    private static SqsMessage message(String id) {
        return new SqsMessage(id, "arn:queue", "{}", Optional.empty(), Optional.empty());
    }
}
