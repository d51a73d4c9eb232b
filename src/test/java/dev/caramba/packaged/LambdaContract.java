package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The packaged Lambda function, whatever runs it. */
abstract class LambdaContract {

    private static final String KEY = "sk-" + "k3y".repeat(8);
    private static final String PROMPT = "{\"prompt\":\"How many boats?\"}";

    /** How long before its end an invocation is answered: as much as a busy machine may need for that. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** What an invocation has before that: the provider is asked meanwhile. */
    private static final Duration A_WHILE = Duration.ofSeconds(3);

    private final Upstream upstream = Upstream.start();

    abstract LambdaProcess start(Map<String, String> environment);

    @Test
    void answers() throws Exception {
        upstream.always(ChatAnswer.of("Two.").withUsage(5, 1).unary());
        try (var function = function(Map.of())) {
            var answer = function.answer("{\"prompt\":\"How many boats?\",\"temperature\":0.10}");

            assertEquals("Two.", answer.path("text").asText());
            assertEquals("mine", answer.path("provider").asText());
            assertEquals(5, answer.at("/usage/inputTokens").asInt());
            assertEquals("success", answer.at("/attempts/0/outcome").asText());
            assertTrue(upstream.awaitRequest(0).text().contains("\"temperature\":0.10"), "numbers are not as written");
        }
    }

    @Test
    void writes_its_log_as_json_lines_where_that_is_wanted() throws Exception {
        upstream.always(ChatAnswer.of("Two.").withUsage(5, 1).unary());
        try (var function = function(Map.of("CARAMBA_LOG", "json"))) {
            function.answer(PROMPT);

            var lines = function.output()
                    .lines()
                    .map(line -> Json.object(line).orElseThrow(() -> new AssertionError("no object: " + line)))
                    .toList();
            var call = lines.stream()
                    .filter(line -> line.path("message").asText().equals("call"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("success", call.path("outcome").asText());
            assertEquals(5, call.path("inputTokens").intValue());
        }
    }

    @Test
    void shows_the_providers() throws Exception {
        try (var function = function(Map.of("CARAMBA_LAMBDA_FUNCTION", "providers"))) {
            var shown = function.answer("{}");

            assertEquals("memory", shown.at("/store/type").asText());
            assertEquals("mine", shown.at("/providers/0/provider").asText());
            assertEquals("healthy", shown.at("/providers/0/state").asText());
        }
    }

    @Test
    void takes_the_bindings_own_variable_too() throws Exception {
        try (var function = function(Map.of("QUARKUS_FUNQY_EXPORT", "providers"))) {
            assertEquals(
                    "mine", function.answer("{}").at("/providers/0/provider").asText());
        }
    }

    @Test
    void a_failure_says_whether_it_is_worth_another_try_and_shows_no_trace_and_no_secret() throws Exception {
        upstream.next(
                ChatAnswer.error(400, "invalid_request_error", "not this way"),
                ChatAnswer.error(429, "rate_limit_error", "slow down, " + KEY).header("retry-after", "7"));
        try (var function = function(Map.of("CARAMBA_BALANCER_MAX_ATTEMPTS", "1"))) {
            var noPrompt = function.error("{\"secret\":\"word\"}");
            var noObject = function.error("[1]");
            var noJson = function.error("boats");
            var refused = function.error(PROMPT);
            var limited = function.error(PROMPT);

            assertFailure("PermanentException", 400, "invalid_request", noPrompt);
            assertFailure("PermanentException", 400, "invalid_request", noObject);
            assertFailure("PermanentException", 400, "invalid_request", noJson);
            assertFailure("PermanentException", 400, "invalid_request", refused);
            var error = assertFailure("RetryableException", 429, "rate_limit_exceeded", limited);
            assertEquals(7, error.path("retryAfter").asInt());
            assertEquals("mine", error.at("/error/attempts/0/provider").asText());
            var shown = function.output() + noJson + limited;
            assertFalse(shown.contains(KEY) || shown.contains("boats") || shown.contains("\tat "), shown);
        }
    }

    @Test
    void a_wrong_configuration_shows_when_the_instance_is_set_up() throws Exception {
        var wrong = Map.of("CARAMBA_BALANCER_COOLDOWN", "abc", "CARAMBA_PROVIDERS_MINE_BASEURL", "http://x");
        try (var function = function(wrong)) {
            var error = function.service().awaitInitError();

            assertTrue(error.contains("\"dev.caramba.lambda.StartException\""), error);
            assertTrue(error.contains("CARAMBA_BALANCER_COOLDOWN: abc (expected: a duration"), error);
            assertTrue(
                    error.contains("CARAMBA_PROVIDERS_MINE_BASEURL: unknown"
                            + " (did you mean CARAMBA_PROVIDERS_MINE_BASE_URL?)"),
                    error);
            function.ended().get(60, TimeUnit.SECONDS);
            assertTrue(function.output().contains("CARAMBA_BALANCER_COOLDOWN: abc"), function.output());
            assertFalse(function.output().contains("\tat "), function.output());
            assertFalse((error + function.output()).contains(KEY), error);
        }
    }

    @Test
    void so_does_one_that_quarkus_reads() throws Exception {
        try (var function = function(Map.of("REDIS_URL", "http://cache:" + KEY + "@host"))) {
            var error = function.service().awaitInitError();

            assertTrue(error.contains("\"REDIS_URL: (hidden) (expected: redis://"), error);
            function.ended().get(60, TimeUnit.SECONDS);
            assertFalse(function.output().contains("\tat "), function.output());
            assertFalse((error + function.output()).contains(KEY), error);
        }
    }

    @Test
    void an_unknown_function_is_a_wrong_configuration() throws Exception {
        try (var function = function(Map.of("CARAMBA_LAMBDA_FUNCTION", "generat"))) {
            var error = function.service().awaitInitError();

            assertTrue(
                    error.contains("CARAMBA_LAMBDA_FUNCTION: generat (expected: one of generate, providers, batch)"),
                    error);
        }
    }

    @Test
    void an_unknown_function_in_the_bindings_own_variable_is_one_too() throws Exception {
        try (var function = function(Map.of("QUARKUS_FUNQY_EXPORT", "generat"))) {
            var error = function.service().awaitInitError();

            assertTrue(
                    error.contains("quarkus.funqy.export: generat (expected: one of batch, generate, providers)"),
                    error);
        }
    }

    @Test
    void hands_back_the_messages_that_are_worth_another_try_and_no_others() throws Exception {
        upstream.always(request -> {
            if (request.text().contains("busy")) {
                return ChatAnswer.error(503, "server_error", "busy");
            }
            return request.text().contains("bad")
                    ? ChatAnswer.error(400, "invalid_request_error", "no")
                    : ChatAnswer.of("Fine.").unary();
        });
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.put("CARAMBA_LAMBDA_FUNCTION", "batch");
        environment.put("CARAMBA_BALANCER_FAILURE_THRESHOLD", "1000");
        try (var function = function(environment)) {
            var handedBack = handedBack(function.answer(batch(
                    "good", PROMPT,
                    "busy", "{\"prompt\":\"busy\"}",
                    "bad", "{\"prompt\":\"bad\"}",
                    "nothing", "{}",
                    "text", "How many boats?",
                    "several", "{\"prompts\":[{\"prompt\":\"one\"},{\"prompt\":\"bad\"},7]}",
                    "some", "{\"prompts\":[{\"prompt\":\"one\"},{\"prompt\":\"busy\"}]}")));

            assertEquals(Set.of("busy", "some"), handedBack);
            var output = function.output();
            assertTrue(output.contains("message text: invalid_request, given up"), output);
            assertTrue(output.contains("message busy: "), output);
            assertFalse(output.contains("boats"), output);
        }
    }

    @Test
    void what_is_done_of_a_message_that_is_handed_back_is_not_asked_for_again() throws Exception {
        upstream.always(request -> request.text().contains("busy")
                ? ChatAnswer.error(503, "server_error", "busy")
                : ChatAnswer.of("Fine.").unary());
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.put("CARAMBA_LAMBDA_FUNCTION", "batch");
        var message = batch("1", "{\"prompts\":[{\"prompt\":\"one\"},{\"prompt\":\"busy\"}]}");
        try (var function = function(environment)) {
            assertEquals(Set.of("1"), handedBack(function.answer(message)));
            upstream.always(ChatAnswer.of("Fine now.").unary());

            assertEquals(Set.of(), handedBack(function.answer(message)));

            assertEquals(3, upstream.requests().size());
            assertEquals(Set.of(), handedBack(function.answer(message)));
            assertEquals(3, upstream.requests().size());
        }
    }

    @Test
    void runs_a_batch_that_somebody_waits_for() throws Exception {
        upstream.always(ChatAnswer.of("Fine.").unary());
        try (var function = function(Map.of("CARAMBA_LAMBDA_FUNCTION", "batch"))) {
            var results = function.answer("{\"prompts\":[{\"id\":\"a\",\"prompt\":\"one\"},7]}")
                    .path("results");

            assertEquals("Fine.", results.at("/0/result/text").asText());
            assertEquals("failed", results.at("/1/status").asText());
        }
    }

    @Test
    void hands_back_everything_while_all_targets_cool_down_and_asks_nobody() throws Exception {
        upstream.always(ChatAnswer.error(429, "rate_limit_error", "slow down").header("retry-after", "60"));
        try (var function = function(Map.of("CARAMBA_LAMBDA_FUNCTION", "batch"))) {
            assertEquals(Set.of("1"), handedBack(function.answer(batch("1", PROMPT))));

            var handedBack = handedBack(function.answer(batch("2", PROMPT, "3", PROMPT, "4", PROMPT)));

            assertEquals(Set.of("2", "3", "4"), handedBack);
            assertEquals(1, upstream.requests().size());
        }
    }

    @Test
    void answers_before_the_invocation_ends() throws Exception {
        upstream.always(Script.never());
        try (var function = function(Map.of("CARAMBA_LAMBDA_MARGIN", MARGIN.toString()))) {
            function.error("{}"); // set up by now

            var reply = function.invoke(PROMPT, MARGIN.plus(A_WHILE)).get(60, TimeUnit.SECONDS);

            assertTrue(reply.failed(), reply.text());
            assertFailure("RetryableException", 504, "timeout", reply.body());
            assertTrue(reply.left().toMillis() > 0, reply.left()::toString);
            upstream.awaitClientClose(0);
        }
    }

    @Test
    void a_batch_is_answered_before_the_invocation_ends() throws Exception {
        upstream.always(request -> request.text().contains("boats")
                ? Script.never()
                : ChatAnswer.of("Fine.").unary());
        try (var function =
                function(Map.of("CARAMBA_LAMBDA_FUNCTION", "batch", "CARAMBA_LAMBDA_MARGIN", MARGIN.toString()))) {
            function.answer(batch("1", "{\"prompt\":\"Hi\"}"));

            var reply = function.invoke(batch("2", "{\"prompt\":\"Hi\"}", "3", PROMPT), MARGIN.plus(A_WHILE))
                    .get(60, TimeUnit.SECONDS);

            assertEquals(Set.of("3"), handedBack(reply.body()));
            assertTrue(reply.left().toMillis() > 0, reply.left()::toString);
        }
    }

    private LambdaProcess function(Map<String, String> more) {
        var environment = new HashMap<>(Map.of(
                "CARAMBA_PROVIDERS_MINE_BASE_URL",
                upstream.baseUrl() + "/v1",
                "CARAMBA_PROVIDERS_MINE_API_KEY",
                KEY,
                "CARAMBA_PROVIDERS_MINE_MODEL",
                "model-1"));
        environment.putAll(more);
        return start(environment);
    }

    /** Ids and bodies by turns. */
    private static String batch(String... messages) {
        var event = Json.object();
        var records = event.putArray("Records");
        for (int i = 0; i < messages.length; i += 2) {
            var message = records.addObject()
                    .put("messageId", messages[i])
                    .put("receiptHandle", "AQEB")
                    .put("body", messages[i + 1])
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", "arn:aws:sqs:eu-central-1:000000000000:prompts");
            message.putObject("attributes").put("ApproximateReceiveCount", "1");
        }
        return Json.write(event);
    }

    private static Set<String> handedBack(JsonNode reply) {
        var ids = new TreeSet<String>();
        reply.path("batchItemFailures")
                .forEach(item -> assertTrue(ids.add(item.path("itemIdentifier").asText()), reply::toString));
        assertEquals(1, reply.size(), reply::toString);
        return ids;
    }

    private static JsonNode assertFailure(String type, int status, String code, JsonNode failure) {
        assertEquals("dev.caramba.lambda." + type, failure.path("errorType").asText(), failure::toString);
        assertEquals(0, failure.path("stackTrace").size(), failure::toString);
        var error = Json.object(failure.path("errorMessage").asText()).orElseThrow();
        assertEquals(status, error.path("status").asInt(), failure::toString);
        assertEquals(code, error.at("/error/code").asText(), failure::toString);
        return error;
    }
}
