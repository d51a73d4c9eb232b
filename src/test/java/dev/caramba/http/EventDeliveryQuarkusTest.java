package dev.caramba.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events are delivered at least once: what brokers are told, and what is paid for. */
@QuarkusTest
class EventDeliveryQuarkusTest {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String PROMPT = "{\"prompt\":\"Hi\"}";

    private final String id = UUID.randomUUID().toString();

    @Inject
    ScriptedProvider provider;

    @Test
    void a_second_delivery_gets_the_answer_of_the_first() {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
        var first = deliver("caramba.generate", PROMPT).statusCode(200).extract();

        var second = deliver("caramba.generate", PROMPT)
                .statusCode(200)
                .header("ce-type", "caramba.generated")
                .header("x-caramba-idempotent-replay", "true")
                .extract();

        assertEquals(first.asString(), second.asString());
        assertEquals(1, provider.calls());
        assertEquals(0.8, provider.lastContext().share());
    }

    @Test
    void the_same_id_from_another_source_is_another_event() {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
        deliver("caramba.generate", PROMPT).statusCode(200);

        structured("{'specversion':'1.0','id':'" + id + "','source':'/other','type':'caramba.generate',"
                        + "'data':{'prompt':'Hi'}}")
                .statusCode(200);

        assertEquals(2, provider.calls());
    }

    @Test
    void a_second_delivery_while_the_first_runs_is_handed_back() {
        var events = UnicastProcessor.<Event>create();
        provider.answers(events);
        try (var client = new RawHttp(RestAssured.port)) {
            client.post(
                    "/", PROMPT, "ce-id: " + id, "ce-source: /s", "ce-specversion: 1.0", "ce-type: caramba.generate");
            provider.awaitSubscription();

            deliver("caramba.generate", PROMPT)
                    .statusCode(503)
                    .header("retry-after", matchesPattern("2[0-9]|30"))
                    .body("error.code", equalTo("request_in_progress"));

            events.onNext(ScriptedProvider.STOP);
            events.onComplete();
            assertTrue(client.readUntil("}]}").startsWith("HTTP/1.1 200 "));
        }
        deliver("caramba.generate", PROMPT).statusCode(200);
        assertEquals(1, provider.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, 429, 7",
        "QUOTA_EXHAUSTED, 429, 7",
        "OVERLOADED, 503, 7",
        "NO_CANDIDATE, 503, 7",
        "UNAVAILABLE, 503, 1",
        "NETWORK, 503, 1",
        "TIMEOUT, 503, 1",
        "PROTOCOL, 503, 1",
        "AUTHENTICATION, 503, 1",
        "PERMISSION, 503, 1",
    })
    void what_is_not_the_prompts_fault_is_handed_back(FailureKind kind, int status, String wait) {
        provider.fails(Failure.of(kind, "later").withRetryAfter(Optional.of(Duration.ofSeconds(7))));

        deliver("caramba.generate", PROMPT)
                .statusCode(status)
                .header("retry-after", wait)
                .header("x-should-retry", nullValue())
                .header("ce-type", nullValue())
                .body("error.message", equalTo("later"));

        provider.answers(ScriptedProvider.STOP);
        deliver("caramba.generate", PROMPT).statusCode(200);
        assertEquals(1, provider.calls());
    }

    @ParameterizedTest
    @CsvSource({"INVALID_REQUEST", "CONTEXT_LENGTH", "CONTENT_FILTER", "NOT_FOUND"})
    void what_is_the_prompts_fault_is_acknowledged(FailureKind kind) {
        provider.fails(Failure.of(kind, "never"));

        for (int i = 0; i < 2; i++) {
            deliver("caramba.generate", PROMPT)
                    .statusCode(200)
                    .contentType("application/json")
                    .header("ce-type", "caramba.failed")
                    .header("ce-source", "caramba")
                    .header("ce-specversion", "1.0")
                    .header("ce-id", notNullValue())
                    .body("error.message", equalTo("never"))
                    .body("error.attempts.size()", equalTo(1));
        }

        assertEquals(1, provider.calls());
    }

    @Test
    void a_prompt_that_says_nothing_is_acknowledged_in_the_events_mode() {
        provider.answers(ScriptedProvider.STOP);

        deliver("caramba.generate", "{}")
                .statusCode(200)
                .header("ce-type", "caramba.failed")
                .body("error.param", equalTo("messages"));
        structured("{'specversion':'1.0','id':'" + id + "','source':'/t','type':'caramba.generate','data':{}}")
                .statusCode(200)
                .contentType(STRUCTURED)
                .body("type", equalTo("caramba.failed"))
                .body("source", equalTo("caramba"))
                .body("id", not(id))
                .body("data.error.param", equalTo("messages"));

        assertEquals(0, provider.calls());
    }

    @Test
    void the_same_event_with_other_data_is_acknowledged_as_failed() {
        provider.answers(ScriptedProvider.STOP);
        deliver("caramba.generate", PROMPT).statusCode(200);

        deliver("caramba.generate", "{\"prompt\":\"Ho\"}")
                .statusCode(200)
                .header("ce-type", "caramba.failed")
                .body("error.code", equalTo("idempotency_key_reused"));
    }

    @Test
    void a_batch_is_answered_with_its_results() {
        provider.plays((context, params) -> params.messages().toString().contains("bad")
                ? Multi.createFrom().item(new Event.Error(Failure.of(FailureKind.CONTENT_FILTER, "no")))
                : Multi.createFrom().item(ScriptedProvider.STOP));
        var batch = "{\"prompts\":[{\"id\":\"a\",\"prompt\":\"Hi\"},{\"id\":\"b\",\"prompt\":\"bad\"}]}";

        for (int i = 0; i < 2; i++) {
            deliver("caramba.batch", batch)
                    .statusCode(200)
                    .header("ce-type", "caramba.batched")
                    .header("ce-source", "caramba")
                    .body("results.status", equalTo(List.of("succeeded", "failed")));
        }

        assertEquals(2, provider.calls());
        structured("{'specversion':'1.0','id':'" + UUID.randomUUID() + "','source':'/s','type':'caramba.batch',"
                        + "'data':{'prompts':[{'prompt':'Hi'}]}}")
                .statusCode(200)
                .contentType(STRUCTURED)
                .body("type", equalTo("caramba.batched"))
                .body("data.results[0].status", equalTo("succeeded"));
    }

    @Test
    void a_batch_that_is_not_done_is_handed_back_and_what_is_done_is_not_paid_again() {
        provider.plays((context, params) -> params.messages().toString().contains("later")
                ? Multi.createFrom()
                        // longer than the prompt's own time, so that nobody sits it out
                        .item(new Event.Error(Failure.of(FailureKind.RATE_LIMITED, "later")
                                .withRetryAfter(Optional.of(Duration.ofSeconds(90)))))
                : Multi.createFrom().item(ScriptedProvider.STOP));
        var batch = "{\"prompts\":[{\"prompt\":\"Hi\"},{\"prompt\":\"later\"},{\"prompt\":\"Ho\"}]}";
        deliver("caramba.batch", batch)
                .statusCode(503)
                .header("retry-after", "90")
                .body("error.code", equalTo("batch_unfinished"));
        provider.answers(ScriptedProvider.STOP);

        deliver("caramba.batch", batch)
                .statusCode(200)
                .body("results.status", equalTo(List.of("succeeded", "succeeded", "succeeded")));

        assertEquals(1, provider.calls());
    }

    @Test
    void what_is_no_batch_is_acknowledged_as_failed() {
        deliver("caramba.batch", "{\"prompts\":[]}")
                .statusCode(200)
                .header("ce-type", "caramba.failed")
                .body("error.param", equalTo("prompts"));
    }

    private ValidatableResponse deliver(String type, String data) {
        return given().headers("ce-id", id, "ce-source", "/s", "ce-specversion", "1.0", "ce-type", type)
                .contentType("application/json")
                .body(data)
                .post("/")
                .then();
    }

    private static ValidatableResponse structured(String event) {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig().encodeContentTypeAs(STRUCTURED, ContentType.TEXT)))
                .contentType(STRUCTURED)
                .body(event.replace('\'', '"'))
                .post("/")
                .then()
                .parser(STRUCTURED, io.restassured.parsing.Parser.JSON);
    }
}
