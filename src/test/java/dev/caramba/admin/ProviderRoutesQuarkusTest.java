package dev.caramba.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.Acquisition;
import dev.caramba.health.AttemptOutcome;
import dev.caramba.health.HealthStore;
import dev.caramba.health.Ranking;
import dev.caramba.prompt.Target;
import dev.caramba.testing.RawHttp;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two providers are configured: openai with gpt-4o-mini, ollama with llama3. */
@QuarkusTest
class ProviderRoutesQuarkusTest {

    private static final Target MINI = new Target("openai", "gpt-4o-mini");

    @Inject
    HealthStore store;

    @TestHTTPResource
    URL server;

    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        Logger.getLogger(Audit.LOGGER).addHandler(lines);
    }

    @AfterEach
    void tidyUp() {
        Logger.getLogger(Audit.LOGGER).removeHandler(lines);
        for (var name : List.of("openai", "ollama")) {
            post("/providers/" + name + "/enable").statusCode(200);
            post("/providers/" + name + "/reset?model=special/one").statusCode(200);
        }
    }

    @Test
    void a_provider_is_disabled_and_shown_so_until_it_is_enabled() {
        // When
        post("/providers/openai/disable")
                .statusCode(200)
                .contentType("application/json")
                .header("x-request-id", notNullValue())
                .body("store.type", equalTo("memory"))
                .body("store.degraded", is(false))
                .body("providers.size()", is(1))
                .body("providers[0].provider", equalTo("openai"))
                .body("providers[0].model", equalTo("gpt-4o-mini"))
                .body("providers[0].state", equalTo("disabled"))
                .body("providers[0].inFlight", is(0));

        // Then
        states("disabled", "healthy");
        assertInstanceOf(Acquisition.Refused.class, acquire(MINI));
        post("/providers/openai/enable").statusCode(200).body("providers.state", contains("healthy"));
        states("healthy", "healthy");
    }

    @Test
    void doing_it_again_is_fine() {
        for (int i = 0; i < 2; i++) {
            post("/providers/openai/disable").statusCode(200).body("providers.state", contains("disabled"));
        }
        for (int i = 0; i < 2; i++) {
            post("/providers/openai/enable").statusCode(200).body("providers.state", contains("healthy"));
        }
    }

    @Test
    void a_reset_ends_the_cooldowns_of_configured_models_and_of_those_that_are_named() {
        // Given
        var special = new Target("openai", "special/one");
        isNotFound(MINI);
        isNotFound(special);

        // When
        post("/providers/openai/reset?model=special/one")
                .statusCode(200)
                .body("providers.model", contains("gpt-4o-mini", "special/one"))
                .body("providers.state", everyItem(equalTo("healthy")))
                .body("providers.lastError", everyItem(nullValue()));

        // Then
        assertInstanceOf(Acquisition.Granted.class, acquire(special));
        assertInstanceOf(Acquisition.Granted.class, acquire(MINI));
    }

    @Test
    void every_action_is_one_line_in_the_log() {
        // When
        given().header("x-request-id", "r-1").post("/providers/openai/disable");
        given().header("x-request-id", "r-2").post("/providers/openai/reset?model=a%0Ab");
        given().header("x-request-id", "r-3")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .post("/providers/openai/enable");
        given().header("x-request-id", "r-4").post("/providers/no body/disable");
        given().header("x-request-id", "r-5").post("/providers/openai/disable?model=a");

        // Then
        assertEquals(
                List.of(
                        "INFO disable openai by anonymous id=r-1 outcome=done",
                        "INFO reset openai by anonymous id=r-2 outcome=done",
                        "INFO enable openai by anonymous id=r-3 outcome=done trace=4bf92f3577b34da6a3ce929d0e0e4736",
                        "WARN disable no_body by anonymous id=r-4 outcome=refused status=404",
                        "WARN disable openai by anonymous id=r-5 outcome=refused status=400"),
                List.copyOf(lines.seen));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/providers/nobody/disable",
                "/providers/nobody/enable",
                "/providers/nobody/reset",
                "/providers/auto/disable",
                "/providers/OpenAI/disable",
                "/providers/openai%2Fgpt-4o-mini/disable",
                "/providers/openai/gpt-4o-mini/disable",
                "/providers//disable",
                "/providers/openai/explode",
                "/providers/openai",
            })
    void what_is_not_there_is_not_found(String path) {
        post(path)
                .statusCode(404)
                .contentType("application/json")
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.code", equalTo("not_found"))
                .body("error.attempts.size()", is(0));
        states("healthy", "healthy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/providers/openai/disable?model=gpt-4o-mini", "/providers/openai/enable?model=x"})
    void a_model_alone_is_neither_disabled_nor_enabled(String path) {
        post(path).statusCode(400).body("error.param", equalTo("model"));
        states("healthy", "healthy");
    }

    @ParameterizedTest
    @CsvSource({"GET, disable", "PUT, enable", "DELETE, disable", "PATCH, reset", "GET, reset"})
    void other_methods_are_refused(String method, String action) {
        given().request(method, "/providers/openai/" + action)
                .then()
                .statusCode(405)
                .header("allow", equalTo("POST"))
                .body("error.code", equalTo("method_not_allowed"));
        states("healthy", "healthy");
    }

    @Test
    void a_malformed_query_is_the_callers_mistake() {
        try (var client = new RawHttp(server.getPort())) {
            client.send("POST /providers/openai/reset?model=%zz HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            var response = client.readUntil("\r\n\r\n");
            assertTrue(response.startsWith("HTTP/1.1 400 "), response);
        }
    }

    @Test
    void an_event_takes_no_provider_out() {
        given().headers("ce-id", "1", "ce-source", "s", "ce-specversion", "1.0", "ce-type", "caramba.disable")
                .contentType("application/json")
                .body("{}")
                .post("/providers/openai/disable")
                .then()
                .statusCode(404);
        states("healthy", "healthy");
    }

    @Test
    void the_function_stays_where_it_was() {
        given().get("/providers").then().statusCode(200).body("providers.size()", is(2));
        post("/providers").statusCode(405).header("allow", equalTo("GET"));
    }

    private static ValidatableResponse post(String path) {
        return given().urlEncodingEnabled(false).post(path).then();
    }

    private static void states(String openai, String ollama) {
        given().get("/providers").then().statusCode(200).body("providers.state", contains(openai, ollama));
    }

    private void isNotFound(Target target) {
        var lease = assertInstanceOf(Acquisition.Granted.class, acquire(target)).lease();
        store.report(lease, new AttemptOutcome.Failed(Failure.of(FailureKind.NOT_FOUND, "gone")))
                .await()
                .atMost(Duration.ofSeconds(30));
        assertInstanceOf(Acquisition.Refused.class, acquire(target));
    }

    private Acquisition acquire(Target target) {
        return store.acquire(
                        new Ranking(
                                "test",
                                List.of(new Ranking.Tier(
                                        Ranking.Choice.IN_TURN, List.of(new Ranking.Seat(target, 1, 10))))),
                        UUID.randomUUID().toString())
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    /** What was logged, each with its level. */
    private static final class Lines extends Handler {

        private final Queue<String> seen = new ConcurrentLinkedQueue<>();

        @Override
        @SuppressWarnings("deprecation") // a formatter in its place would add what is not under test
        public void publish(LogRecord line) {
            seen.add(line.getLevel() + " " + ExtLogRecord.wrap(line).getFormattedMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
