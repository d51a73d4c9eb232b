package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ResumeResult;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How the answer of one attempt is put behind that of another, and when it cannot be. */
class BalancedProviderTextJoinerTest {

    private static final Event CALL = new Event.ToolCall(0, new FunctionCall("c1", "weather", "{}"));

    private final BalancerFixture bench = new BalancerFixture();

    @Test
    void a_model_that_continues_text_is_given_the_text() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hello there, \n", FailureKind.NETWORK));
        var b = bench.peer("b").continuingText().then(Scripts.says(" \n", "friend"));

        // When
        var call = bench.call();

        // Then
        assertEquals("Hello there, \nfriend", call.answer());
        var messages = b.requests().get(0).messages();
        assertEquals(BalancerFixture.QUESTION, messages.subList(0, messages.size() - 1));
        assertEquals(
                new Message.Assistant(Optional.of(new Content.Plain("Hello there,")), List.of()),
                messages.get(messages.size() - 1));
        assertEquals(List.of(1), List.of(b.asked()));
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_REQUEST", "CONTEXT_LENGTH", "CONTENT_FILTER"})
    void a_model_that_refuses_the_text_is_asked_anew(FailureKind refusal) {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hel", FailureKind.NETWORK));
        var b = bench.peer("b").continuingText().then(Scripts.fails(refusal)).then(Scripts.says("Hello"));
        var c = bench.peer("c");

        // When
        var call = bench.call();

        // Then
        assertEquals("Hello", call.answer());
        assertEquals(BalancerFixture.QUESTION, b.requests().get(1).messages());
        assertEquals(List.of("a network", "b " + refusal.wireName(), "b success"), call.attempts());
        assertEquals(0, bench.status("b").failures());
        assertEquals(0, c.asked());
    }

    @Test
    void a_refused_text_is_not_sent_twice() {
        // Given
        var a = bench.peer("a")
                .continuingText()
                .then(Scripts.breaksAfter("Hel", FailureKind.NETWORK))
                .then(Scripts.fails(FailureKind.INVALID_REQUEST))
                .then(Scripts.breaksAfter("Hello", FailureKind.NETWORK))
                .then(Scripts.says("Hello there"));
        var call = bench.call();

        // When
        bench.advance(10_000);

        // Then
        assertEquals("Hello there", call.answer());
        assertEquals(
                List.of(1, 2, 1, 1),
                a.requests().stream().map(request -> request.messages().size()).toList());
    }

    @Test
    void a_model_that_takes_no_notice_of_the_text_gives_no_word_twice() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Once upon a time there ", FailureKind.NETWORK));
        bench.peer("b").continuingText().then(Scripts.says("Once upon", " a time there", " was a fox"));

        // When
        var call = bench.call();

        // Then
        assertEquals("Once upon a time there was a fox", call.answer());
    }

    @Test
    void a_continuation_may_be_empty() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hello", FailureKind.NETWORK));
        bench.peer("b").continuingText().then(Scripts.says());

        // When
        var call = bench.call();

        // Then
        assertEquals("Hello", call.answer());
    }

    @Test
    void a_blank_text_is_not_sent_and_a_history_of_the_assistants_is_not_added_to() {
        // Given
        var a = bench.peer("a")
                .continuingText()
                .then(Scripts.breaksAfter("\n", FailureKind.NETWORK))
                .then(Scripts.says("\n\n"))
                .then(Scripts.breaksAfter("Hel", FailureKind.NETWORK))
                .then(Scripts.says("Hello"));
        var history = List.<Message>of(new Message.Assistant(Optional.of(new Content.Plain("I say")), List.of()));

        // When
        var blank = bench.call();
        bench.advance(1000);
        var continued = bench.call(history);
        bench.advance(1000);

        // Then
        assertEquals("\n\n", blank.answer());
        assertEquals("Hello", continued.answer());
        assertEquals(BalancerFixture.QUESTION, a.requests().get(1).messages());
        assertEquals(history, a.requests().get(3).messages());
    }

    @Test
    void another_answer_ends_the_call_with_what_broke_the_first() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hello", FailureKind.NETWORK));
        var b = bench.peer("b")
                .then(Scripts.stallsAfter(new Event.Chunk("Hel"), new Event.Chunk("p"), new Event.Chunk("!")));
        var c = bench.peer("c");

        // When
        var call = bench.call();

        // Then
        var message = "it broke; the answer could not be continued, another one came";
        assertEquals(Failure.of(FailureKind.NETWORK, message), call.error().failure());
        assertTrue(call.error().partial());
        assertEquals("Hello", call.text());
        assertEquals(List.of("a network", "b cancelled"), call.attempts());
        assertEquals(List.of("a network", "b ignored"), bench.store.reports());
        assertEquals(List.of(1, 0), List.of(b.cancellations(), c.asked()));
        assertEquals(List.of(ResumeResult.DIVERGED), call.trail().resumptions());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void a_shorter_answer_is_another_one() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hello there", FailureKind.NETWORK));
        bench.peer("b").then(Scripts.says("Hello"));

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.NETWORK, call.errorKind());
        assertEquals(List.of("a network", "b cancelled"), call.attempts());
        assertEquals(List.of("a network", "b ignored"), bench.store.reports());
    }

    @Test
    void an_answer_that_only_lacked_its_end_gets_it() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hello", FailureKind.NETWORK));
        bench.peer("b")
                .then(Multi.createFrom()
                        .items(
                                Scripts.start("b"),
                                new Event.Chunk("Hello"),
                                new Event.Done(FinishReason.LENGTH, Optional.empty())));

        // When
        var call = bench.call();

        // Then
        assertEquals("Hello", call.answer());
        assertEquals(
                new Event.Done(2, FinishReason.LENGTH, Optional.empty()),
                call.events().get(2));
    }

    @Test
    void a_tool_call_that_was_given_out_is_not_repeated() {
        // Given
        bench.peer("a")
                .then(Multi.createFrom()
                        .items(
                                new Event.Chunk("Let me see."),
                                CALL,
                                new Event.Error(Failure.of(FailureKind.NETWORK, "it broke"))));
        var b = bench.peer("b");

        // When
        var call = bench.call();

        // Then
        assertEquals(
                "it broke; the answer could not be continued",
                call.error().failure().message());
        assertEquals(0, b.asked());
    }

    @Test
    void a_tool_call_behind_the_text_is_given_out() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Let me", FailureKind.NETWORK));
        bench.peer("b").then(Multi.createFrom().items(new Event.Chunk("Let me see."), CALL, Scripts.done()));

        // When
        var call = bench.call();

        // Then
        assertEquals("Let me see.", call.answer());
        assertEquals(CALL.at(3), call.events().get(3));
    }

    @Test
    void a_tool_call_before_the_text_has_caught_up_is_another_answer() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Let me", FailureKind.NETWORK));
        bench.peer("b").then(Multi.createFrom().items(new Event.Chunk("Let"), CALL, Scripts.done()));

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.NETWORK, call.errorKind());
        assertEquals("Let me", call.text());
        assertEquals(List.of("a network", "b cancelled"), call.attempts());
    }

    @Test
    void the_tokens_of_all_attempts_add_up() {
        // Given
        bench.peer("a")
                .then(Multi.createFrom()
                        .items(
                                Scripts.start("a"),
                                new Event.Chunk("Hel"),
                                new Event.Error(
                                        Failure.of(FailureKind.NETWORK, "it broke"), Optional.of(Usage.of(10, 1)))));
        bench.peer("b")
                .then(Multi.createFrom()
                        .items(
                                new Event.Chunk("Hello"),
                                new Event.Done(FinishReason.STOP, Optional.of(Usage.of(11, 3)))));

        // When
        var call = bench.call();

        // Then
        assertEquals("Hello", call.answer());
        var done = (Event.Done) call.events().get(call.events().size() - 1);
        assertEquals(Optional.of(Usage.of(21, 4)), done.usage());
    }
}
