package dev.caramba.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.batch.PromptResult;
import dev.caramba.call.Answer;
import dev.caramba.call.AnswerJson;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoredResultTest {

    private static final Target TARGET = new Target("openai", "gpt-4o-mini");

    @Test
    void an_answer_is_the_same_again() {
        var calls = List.of(
                new FunctionCall("1", "f", "{ \"a\": 1.50 }", Json.object("{\"google\":{\"x\":1}}")),
                new FunctionCall("2", "g", "oops"));
        var usage = new Usage(
                OptionalLong.of(9), OptionalLong.of(3), OptionalLong.of(12), OptionalLong.empty(), OptionalLong.of(1));
        var context = context();
        var trail = context.trail();
        trail.begin();
        trail.add(new Attempt(
                new Target("other", "m"),
                Optional.of(Failure.of(FailureKind.RATE_LIMITED, "secret").withStatus(429)),
                Duration.ofMillis(7)));
        trail.begin();
        trail.add(new Attempt(TARGET, Optional.empty(), Duration.ofMillis(12)));
        trail.answering(TARGET, List.of("seed"));
        var answer = new Answer(
                "id",
                7,
                context,
                TARGET,
                "é\n",
                calls,
                FinishReason.TOOL_CALLS,
                Optional.of(usage),
                List.of(new Event.Reasoning("hm"), new Event.Done(FinishReason.TOOL_CALLS, Optional.of(usage))));

        var again = StoredResult.read(StoredResult.text(answer)).orElseThrow().answer(context());

        assertEquals(AnswerJson.of(answer), AnswerJson.of(again));
        assertEquals(answer.functionCalls(), again.functionCalls());
        assertEquals(answer.usage(), again.usage());
        assertEquals(answer.created(), again.created());
        assertEquals(2, again.context().trail().begun());
        assertEquals(Optional.of(TARGET), again.context().trail().answering());
        assertEquals(List.of("seed"), again.context().trail().droppedParams());
    }

    @Test
    void an_answer_without_words_and_usage_is_the_same_again() {
        var answer = new Answer(
                "id",
                7,
                context(),
                TARGET,
                "",
                List.of(),
                FinishReason.OTHER,
                Optional.empty(),
                List.of(new Event.Done(FinishReason.OTHER, Optional.empty())));

        var again = StoredResult.read(StoredResult.text(answer)).orElseThrow().answer(context());

        assertEquals(AnswerJson.of(answer), AnswerJson.of(again));
        assertEquals(Optional.empty(), again.usage());
    }

    @Test
    void an_error_is_the_same_again() {
        var trail = new CallTrail();
        trail.begin();
        trail.add(
                new Attempt(TARGET, Optional.of(Failure.of(FailureKind.CONTEXT_LENGTH, "long")), Duration.ofMillis(7)));
        var failure = Failure.of(FailureKind.CONTEXT_LENGTH, "long")
                .withParam("messages")
                .withDetails(Json.object("{\"error_code\":\"too_long\"}"));
        var error = HttpError.of(failure, trail);

        var again = StoredResult.read(StoredResult.text(error))
                .orElseThrow()
                .error()
                .orElseThrow();

        assertEquals(error.envelope(), again.envelope());
        assertEquals(error.status(), again.status());
        assertEquals(error.headers(), again.headers());
        assertEquals(failure.details(), again.details());
    }

    @Test
    void what_is_no_record_is_none() {
        assertTrue(StoredResult.read("{}").isEmpty());
        assertTrue(StoredResult.read("oops").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"format\":0,", "\"format\":2,", "\"format\":\"1\",", "\"format\":1.5,"})
    void what_is_in_another_format_is_none(String format) {
        var answer = "{%s\"id\":\"a\",\"text\":\"Hello\"}";
        assertTrue(StoredResult.read(answer.formatted("\"format\":1,")).isPresent());

        assertTrue(StoredResult.read(answer.formatted(format)).isEmpty());
        assertTrue(PromptResult.kept(answer.formatted(format)).isEmpty());
    }

    private static CallContext context() {
        return new CallContext("r", "me", new Deadline(Instant.EPOCH, false), new CallTrail());
    }
}
