package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.RedisConsole;
import dev.caramba.redis.RedisProcess;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Upstream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An instance of the packaged Lambda function that stands still between invocations, as Lambda has it. */
class LambdaFreezeIT {

    private static final String PROMPT = "{\"prompt\":\"Hi\"}";
    private static final String LEASES = "ZCARD {caramba}:leases:mine/model-1";
    private static final String CIRCUIT = "STRLEN {caramba}:target:mine/model-1";
    private static final int THAWS = 10;

    private final Upstream upstream = Upstream.start();

    @Test
    void has_reported_and_logged_everything_when_it_answers() throws Exception {
        upstream.always(ChatAnswer.error(500, "server_error", "broken"));
        try (var redis = new RedisProcess();
                var console = new RedisConsole(redis);
                var function = function(redis)) {
            // When
            var failed = function.reply(PROMPT);
            function.freeze();

            // Then
            assertTrue(failed.failed(), failed.text());
            assertTrue(function.output().contains("outcome=unavailable"), function.output());
            assertEquals(":0", console.ask(LEASES));
            assertFalse(console.ask(CIRCUIT).equals(":0"), "no report");

            // When
            upstream.always(ChatAnswer.of("Well again.").unary());
            function.thaw();
            var answer = function.answer(PROMPT);
            function.freeze();

            // Then
            assertEquals("Well again.", answer.path("text").asText());
            assertTrue(function.output().contains("outcome=success"), function.output());
            assertEquals(":0", console.ask(LEASES));
        }
    }

    @Test
    void connections_that_died_meanwhile_are_not_noticed() throws Exception {
        upstream.always(ChatAnswer.of("Here.").unary());
        try (var redis = new RedisProcess();
                var function = function(redis)) {
            function.answer(PROMPT);
            for (int i = 0; i < THAWS; i++) {
                // Given
                function.freeze();
                var reply = function.invoke(PROMPT, Duration.ofSeconds(20));
                upstream.closeConnections();
                redis.kill();
                redis.start();

                // When
                function.thaw();

                // Then
                var answer = reply.get(60, TimeUnit.SECONDS).body();
                assertEquals(1, answer.path("attempts").size(), answer::toString);
                assertEquals("Here.", answer.path("text").asText());
                try (var console = new RedisConsole(redis)) {
                    assertFalse(console.ask(CIRCUIT).equals(":0"), function.output());
                }
            }
        }
    }

    @Test
    @JvmOnly
    void keeps_no_connection_in_a_snapshot() throws Exception {
        upstream.always(ChatAnswer.of("Restored.").unary());
        try (var redis = new RedisProcess();
                var console = new RedisConsole(redis);
                var function = LambdaProcess.start(environment(redis, "snap-start"))) {
            // When
            function.service().awaitSnapshot();

            // Then
            console.ask("CLIENT LIST TYPE normal");
            var clients = console.linesUntil("cmd=client");
            assertEquals(0, clients.size(), clients::toString);
            assertEquals(0, upstream.connections());

            // When
            function.service().restore();

            // Then
            assertEquals("Restored.", function.answer(PROMPT).path("text").asText());
        }
    }

    private LambdaProcess function(RedisProcess redis) {
        return LambdaProcess.start(environment(redis, "on-demand"));
    }

    private Map<String, String> environment(RedisProcess redis, String initialization) {
        return Map.of(
                "CARAMBA_PROVIDERS_MINE_BASE_URL",
                upstream.baseUrl() + "/v1",
                "CARAMBA_PROVIDERS_MINE_MODEL",
                "model-1",
                "CARAMBA_BALANCER_MAX_ATTEMPTS",
                "1",
                "CARAMBA_STORE_TIMEOUT",
                "1s",
                "REDIS_URL",
                redis.url(),
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                initialization);
    }
}
