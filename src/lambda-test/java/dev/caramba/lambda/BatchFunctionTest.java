package dev.caramba.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.batch.BatchRunner.Part;
import dev.caramba.batch.PromptResult;
import dev.caramba.error.HttpError;
import dev.caramba.error.HttpErrorException;
import dev.caramba.format.Json;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchFunctionTest {

    private static final PromptResult FINE =
            new PromptResult.Succeeded(Json.object().put("text", "Fine."));
    private static final PromptResult BUSY = PromptResult.of(HttpError.of(Failure.of(FailureKind.OVERLOADED, "busy")));
    private static final PromptResult WRONG = PromptResult.of(HttpError.refusal(400, "invalid_request", "wrong"));

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    @Test
    void hands_back_what_is_worth_another_try() {
        var handedBack = handedBack(
                standard(message("a", "fine"), message("b", "busy"), message("c", "wrong"), message("d", "busy")));

        assertEquals(List.of("b", "d"), handedBack);
    }

    @Test
    void hands_back_nothing_of_an_empty_batch() {
        assertEquals(List.of(), handedBack(standard()));
    }

    @Test
    void is_done_with_what_can_be_no_prompt() {
        var handedBack = handedBack(standard(raw("a", "no JSON"), raw("b", "[]"), raw("c", "7"), raw("d", "")));

        assertEquals(List.of(), handedBack);
        assertEquals(List.of(), List.copyOf(asked));
    }

    @Test
    void hands_back_a_message_of_several_prompts_when_one_of_them_is_worth_another_try() {
        var handedBack = handedBack(standard(
                raw("a", "{\"prompts\":[{\"prompt\":\"fine\"},{\"prompt\":\"wrong\"}]}"),
                raw("b", "{\"prompts\":[{\"prompt\":\"wrong\"},{\"prompt\":\"busy\"},{\"prompt\":\"fine\"}]}")));

        assertEquals(List.of("b"), handedBack);
        assertEquals(List.of("fine", "wrong", "wrong", "busy", "fine"), List.copyOf(asked));
    }

    @Test
    void behind_a_message_that_is_handed_back_the_others_of_its_group_are_too_and_are_not_run() {
        var handedBack = handedBack(fifo(
                grouped("1", "fine one", "x"),
                grouped("2", "busy two", "x"),
                grouped("3", "fine three", "x"),
                grouped("4", "fine four", "y"),
                grouped("5", "wrong five", "y"),
                grouped("6", "fine six", "y")));

        assertEquals(List.of("2", "3"), handedBack);
        assertTrue(!asked.contains("fine three"), asked::toString);
        assertEquals(
                List.of("fine four", "wrong five", "fine six"),
                asked.stream()
                        .filter(List.of("fine four", "wrong five", "fine six")::contains)
                        .toList());
    }

    @Test
    void groups_of_a_queue_that_keeps_no_order_are_not_lanes() {
        assertEquals(List.of("1"), handedBack(standard(grouped("1", "busy", "x"), grouped("2", "fine", "x"))));
    }

    @Test
    void loses_no_message_of_a_large_batch_that_fails_on_many_threads() {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var ids = IntStream.range(0, 300).mapToObj(i -> "m" + i).toList();
            var batch = standard(ids.stream().map(id -> message(id, "busy")).toArray(ObjectNode[]::new));

            var handedBack =
                    handedBack(batch, prompt -> Uni.createFrom().item(BUSY).emitOn(threads), Optional.empty());

            assertEquals(new TreeSet<>(ids), new TreeSet<>(handedBack));
            assertEquals(ids.size(), handedBack.size());
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void begins_nothing_when_the_invocation_has_no_time_left() {
        var over = Optional.of(Instant.now().minusMillis(1));

        var handedBack = handedBack(standard(message("a", "fine"), message("b", "fine")), this::answer, over);

        assertEquals(List.of("a", "b"), handedBack);
        assertEquals(List.of(), List.copyOf(asked));
    }

    @Test
    void refuses_what_is_no_batch() {
        assertThrows(HttpErrorException.class, () -> handedBack(Json.array()));
    }

    @Test
    void gives_the_results_of_a_batch_that_somebody_waits_for() {
        var batch = Json.object();
        batch.putArray("prompts").addObject().put("prompt", "fine");
        batch.withArray("prompts").addObject().put("prompt", "busy");
        var function = new BatchFunction(
                new ScriptedPrompts(this::answer), () -> new LambdaInvocation("invocation", Optional.empty()));

        var results =
                function.batch(batch).await().atMost(Duration.ofSeconds(5)).path("results");

        assertEquals("Fine.", results.at("/0/result/text").asText());
        assertEquals("overloaded", results.at("/1/error/code").asText());
    }

    private List<String> handedBack(JsonNode event) {
        return handedBack(event, this::answer, Optional.empty());
    }

    private List<String> handedBack(
            JsonNode event, Function<String, Uni<PromptResult>> provider, Optional<Instant> end) {
        var function = new BatchFunction(new ScriptedPrompts(provider), () -> new LambdaInvocation("invocation", end));
        var reply = function.batch(event).await().atMost(Duration.ofSeconds(20));
        return reply.path("batchItemFailures").findValuesAsText("itemIdentifier");
    }

    private Uni<PromptResult> answer(String prompt) {
        asked.add(prompt);
        return Uni.createFrom().item(prompt.startsWith("busy") ? BUSY : prompt.startsWith("wrong") ? WRONG : FINE);
    }

    /** Answers each prompt of a body. */
    private record ScriptedPrompts(Function<String, Uni<PromptResult>> provider) implements InvocationPrompts {

        @Override
        public Uni<List<PromptResult>> message(LambdaInvocation message, ObjectNode body) {
            assertFalse(message.interactive());
            return body.has("prompts")
                    ? batch(message, body)
                            .map(parts -> parts.stream().map(Part::outcome).toList())
                    : provider.apply(body.path("prompt").asText()).map(List::of);
        }

        @Override
        public Uni<List<Part>> batch(LambdaInvocation invocation, ObjectNode body) {
            return Multi.createFrom()
                    .iterable(body.path("prompts"))
                    .onItem()
                    .transformToUniAndConcatenate(
                            prompt -> provider.apply(prompt.path("prompt").asText()))
                    .map(outcome -> new Part(0, "id", outcome))
                    .collect()
                    .asList();
        }
    }

    private static ObjectNode standard(ObjectNode... messages) {
        return batch("arn:aws:sqs:eu-central-1:000000000000:prompts", messages);
    }

    private static ObjectNode fifo(ObjectNode... messages) {
        return batch("arn:aws:sqs:eu-central-1:000000000000:prompts.fifo", messages);
    }

    private static ObjectNode batch(String queue, ObjectNode... messages) {
        var event = Json.object();
        var records = event.putArray("Records");
        for (var message : messages) {
            records.add(message.put("eventSourceARN", queue));
        }
        return event;
    }

    private static ObjectNode message(String id, String prompt) {
        return raw(id, Json.write(Json.object().put("prompt", prompt)));
    }

    private static ObjectNode raw(String id, String body) {
        return Json.object().put("messageId", id).put("body", body);
    }

    private static ObjectNode grouped(String id, String prompt, String group) {
        var message = message(id, prompt);
        message.putObject("attributes").put("MessageGroupId", group);
        return message;
    }
}
