package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BalancedProviderFailoverTest {

    private final BalancerFixture bench = new BalancerFixture();

    @Test
    void a_good_answer_is_passed_on_as_it_is() {
        // Given
        var a = bench.peer("a");

        // When
        var call = bench.call();

        // Then
        assertEquals("a", call.answer());
        assertEquals(
                List.of(
                        Scripts.start("a"),
                        new Event.Chunk(1, "a"),
                        Scripts.done().at(2)),
                call.events());
        assertEquals(Optional.of("m"), a.requests().get(0).model());
        assertEquals(Optional.of(BalancerFixture.target("a")), call.trail().answering());
        assertEquals(1, call.trail().begun());
    }

    @Test
    void a_failure_after_the_head_leaves_no_trace() {
        // Given
        bench.peer("a").then(Scripts.opensAndFails(FailureKind.NETWORK));
        bench.peer("b");

        // When
        var call = bench.call();

        // Then
        assertEquals("b", call.answer());
        assertEquals(List.of(Scripts.start("b")), starts(call));
        assertEquals(Optional.of(BalancerFixture.target("b")), call.trail().answering());
        assertEquals(List.of("a network", "b success"), call.attempts());
    }

    @Test
    void nothing_is_given_out_before_the_first_content() {
        // Given
        bench.peer("a").then(Scripts.stallsAfter(Scripts.start("a")));

        // When
        var call = bench.call();

        // Then
        assertEquals(List.of(), call.events());
        assertEquals(Optional.empty(), call.trail().answering());
    }

    @ParameterizedTest
    @EnumSource(names = {"NETWORK", "PROTOCOL", "TIMEOUT", "OVERLOADED", "RATE_LIMITED", "AUTHENTICATION"})
    void without_resume_a_failure_after_the_first_content_is_told_and_nobody_else_is_asked(FailureKind kind) {
        // Given
        var bench = BalancerFixture.withoutResume();
        var a = bench.peer("a").then(Scripts.breaksAfter("Hel", kind));
        var b = bench.peer("b");

        // When
        var call = bench.call();

        // Then
        assertEquals(kind, call.errorKind());
        assertEquals("it broke", call.error().failure().message());
        assertTrue(call.error().partial());
        assertEquals("Hel", call.text());
        assertEquals(List.of(1, 0), List.of(a.asked(), b.asked()));
        assertEquals(List.of("a " + kind.wireName()), bench.store.reports());
    }

    @Test
    void a_tool_call_commits_like_text() {
        // Given
        var toolCall = new Event.ToolCall(0, new FunctionCall("c1", "weather", "{}"));
        bench.peer("a")
                .then(Multi.createFrom().items(toolCall, new Event.Error(Failure.of(FailureKind.NETWORK, "it broke"))));
        var b = bench.peer("b");

        // When
        var call = bench.call();

        // Then
        assertTrue(call.error().partial());
        assertEquals(0, b.asked());
    }

    @Test
    void an_answer_without_content_is_an_answer() {
        // Given
        bench.peer("a").then(Multi.createFrom().items(Scripts.start("a"), Scripts.done()));
        var b = bench.peer("b");

        // When
        var call = bench.call();

        // Then
        assertEquals("", call.answer());
        assertEquals(0, b.asked());
        assertEquals(List.of("a success"), bench.store.reports());
    }

    @Test
    void every_peer_is_asked_once_before_any_is_asked_again() {
        // Given
        Stream.of("a", "b", "c").forEach(name -> bench.peer(name).always(Scripts.fails(FailureKind.TIMEOUT)));

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.TIMEOUT, call.errorKind());
        assertEquals(List.of("a timeout", "b timeout", "c timeout"), call.attempts());
    }

    @Test
    void no_more_attempts_are_made_than_allowed() {
        // Given
        Stream.of("a", "b", "c", "d", "e", "f")
                .forEach(name -> bench.peer(name).always(Scripts.fails(FailureKind.UNAVAILABLE)));

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.UNAVAILABLE, call.errorKind());
        assertEquals(5, call.attempts().size());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void one_attempt_means_one_attempt() {
        // Given
        var one = BalancerFixture.withMaxAttempts(1);
        one.peer("a").always(Scripts.fails(FailureKind.RATE_LIMITED));
        var b = one.peer("b");
        var fallback = one.fallback("f");

        // When
        var call = one.call();

        // Then
        assertEquals(FailureKind.RATE_LIMITED, call.errorKind());
        assertEquals(List.of(0, 0), List.of(b.asked(), fallback.asked()));
        assertEquals(0, one.time.pending());
    }

    @Test
    void a_provider_that_throws_is_failed_over_like_any_other() {
        // Given
        bench.peer("a").then(Multi.createFrom().failure(new IllegalStateException("a bug")));
        bench.peer("b");

        // When
        var call = bench.call();

        // Then
        assertEquals("b", call.answer());
        assertEquals(List.of("a protocol", "b success"), call.attempts());
    }

    @Test
    void an_unknown_model_is_told_without_an_attempt() {
        // Given
        var balancer = new BalancedProvider(
                "balanced",
                (params, grant) -> {
                    throw Failure.of(FailureKind.NOT_FOUND, "no such model").asException();
                },
                bench.store,
                BalancerSettings.DEFAULT,
                bench.time,
                bench.time,
                () -> 0.5);

        // When
        var context = new CallContext("r1", "anonymous", new Deadline(bench.time.instant(), false), new CallTrail());
        var events = balancer.generate(context, GenerationParams.of(List.of()))
                .collect()
                .asList()
                .await()
                .indefinitely();

        // Then
        assertEquals(List.of(new Event.Error(Failure.of(FailureKind.NOT_FOUND, "no such model"))), events);
        assertFalse(((Event.Error) events.get(0)).partial());
    }

    private static List<Event> starts(Call call) {
        return call.events().stream().filter(Event.Start.class::isInstance).toList();
    }
}
