package dev.caramba.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with an {@code Idempotency-Key}, at every path that takes one. */
@QuarkusTest
class IdempotencyQuarkusTest {

    private static final String REPLAY = "x-caramba-idempotent-replay";

    private final String key = UUID.randomUUID().toString();

    @Inject
    ScriptedProvider provider;

    /** What is asked, and what an answer ends in. */
    enum Form {
        GENERATE("/generate", "{\"prompt\":\"Hi\"}", "}"),
        CHAT("/v1/chat/completions", "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", "}"),
        STREAM(
                "/v1/chat/completions",
                "{\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                "[DONE]\n\n");

        private final String path;
        private final String body;
        private final String end;

        Form(String path, String body, String end) {
            this.path = path;
            this.body = body;
            this.end = end;
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_second_request_gets_the_answer_of_the_first(Form form) {
        provider.answers(
                new Event.Chunk("Hel"),
                new Event.Chunk("lo"),
                new Event.ToolCall(0, new FunctionCall("1", "f", "{}")),
                ScriptedProvider.STOP);
        var first = ask(form).statusCode(200).header(REPLAY, nullValue()).extract();

        var second = ask(form).statusCode(200).header(REPLAY, "true").extract();

        assertEquals(1, provider.calls());
        for (var header :
                new String[] {"x-caramba-provider", "x-caramba-model", "x-caramba-attempts", "content-type"}) {
            assertEquals(first.header(header), second.header(header), header);
        }
        assertTrue(second.asString().endsWith(form.end));
        if (form == Form.STREAM) {
            assertTrue(second.asString().contains("\"content\":\"Hel\""), second.asString());
            assertTrue(second.asString().contains("\"content\":\"lo\""), second.asString());
            assertTrue(second.asString().contains("\"name\":\"f\""), second.asString());
            assertTrue(second.asString().contains("\"total_tokens\":12"), second.asString());
        } else {
            assertEquals(first.asString(), second.asString());
        }
    }

    /** What is long is read on a worker, and its events come from there. */
    @Test
    void a_long_stream_is_repeated_whole_and_in_order() {
        var text = "x".repeat(1 << 20);
        provider.answers(
                new Event.Reasoning("thought"),
                new Event.Chunk("begin"),
                new Event.Chunk(text),
                new Event.ToolCall(0, new FunctionCall("1", "f", "{}")),
                ScriptedProvider.STOP);
        var first = ask(Form.STREAM).statusCode(200).extract().asString();
        assertTrue(first.contains(text), "cut");

        for (int i = 0; i < 20; i++) {
            var again = ask(Form.STREAM)
                    .statusCode(200)
                    .header(REPLAY, "true")
                    .extract()
                    .asString();

            int thought = again.indexOf("thought");
            int begin = again.indexOf("begin");
            int call = again.indexOf("\"name\":\"f\"");
            assertTrue(0 < thought && thought < begin && begin < call, thought + ", " + begin + ", " + call);
            assertTrue(again.substring(begin, call).contains(text), "cut");
            assertTrue(again.endsWith(Form.STREAM.end), "without an end");
        }
        assertEquals(1, provider.calls());
    }

    @ParameterizedTest
    @EnumSource
    void a_request_that_comes_while_the_first_is_under_way_is_told_so(Form form) {
        var events = UnicastProcessor.<Event>create();
        provider.answers(events);
        try (var client = new RawHttp(RestAssured.port)) {
            client.post(form.path, form.body, "Idempotency-Key: " + key);
            provider.awaitSubscription();

            ask(form)
                    .statusCode(409)
                    .header("retry-after", matchesPattern("2[0-9]|30"))
                    .body("error.code", equalTo("request_in_progress"));

            events.onNext(new Event.Chunk("Hello"));
            events.onNext(ScriptedProvider.STOP);
            events.onComplete();
            assertTrue(client.readUntil(form.end).startsWith("HTTP/1.1 200 "));
        }
        ask(form).statusCode(200).header(REPLAY, "true");
        assertEquals(1, provider.calls());
    }

    @ParameterizedTest
    @EnumSource
    void a_key_stands_for_one_body(Form form) {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
        ask(form).statusCode(200);

        for (var other : Form.values()) {
            var body = other == form ? other.body.replace("Hi", "Ho") : other.body;
            ask(other.path, body).statusCode(422).body("error.code", equalTo("idempotency_key_reused"));
        }

        assertEquals(1, provider.calls());
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_that_is_the_requests_fault_is_an_answer(Form form) {
        provider.fails(Failure.of(FailureKind.CONTEXT_LENGTH, "too long").withParam("messages"));
        var first = ask(form).statusCode(400).header(REPLAY, nullValue()).extract();

        var second = ask(form).statusCode(400).header(REPLAY, "true").extract();

        assertEquals(first.asString(), second.asString());
        assertEquals(first.header("x-caramba-attempts"), second.header("x-caramba-attempts"));
        assertEquals(1, provider.calls());
    }

    @ParameterizedTest
    @EnumSource
    void another_failure_is_none(Form form) {
        provider.fails(Failure.of(FailureKind.OVERLOADED, "busy"));
        ask(form).statusCode(503);
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);

        ask(form).statusCode(200).header(REPLAY, nullValue());

        assertEquals(1, provider.calls());
    }

    @Test
    void a_stream_that_breaks_is_no_answer() {
        provider.fails(Failure.of(FailureKind.NETWORK, "cut"), new Event.Chunk("Hel"));
        assertFalse(ask(Form.STREAM).statusCode(200).extract().asString().contains("[DONE]"));
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);

        assertTrue(ask(Form.STREAM).statusCode(200).extract().asString().contains("[DONE]"));

        assertEquals(1, provider.calls());
    }

    @ParameterizedTest
    @EnumSource
    void who_leaves_lets_the_key_go(Form form) {
        provider.answers(Multi.createFrom().nothing());
        try (var client = new RawHttp(RestAssured.port)) {
            client.post(form.path, form.body, "Idempotency-Key: " + key);
            provider.awaitSubscription();
        }
        provider.awaitCancellation();
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);

        // the provider is told first
        var statuses = Stream.generate(() -> ask(form).extract().statusCode())
                .limit(50)
                .takeWhile(status -> status == 409)
                .count();

        assertTrue(statuses < 50);
        assertEquals(1, provider.calls());
    }

    @ParameterizedTest
    @EnumSource
    void without_a_key_every_request_is_another_one(Form form) {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
        var request = given().contentType("application/json").body(form.body);

        request.post(form.path).then().statusCode(200).header(REPLAY, nullValue());
        request.post(form.path).then().statusCode(200).header(REPLAY, nullValue());

        assertEquals(2, provider.calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a\tb", "256"})
    void a_key_that_cannot_be_kept_is_refused(String wrong) {
        provider.answers(ScriptedProvider.STOP);
        for (var form : Form.values()) {
            given().header("Idempotency-Key", wrong.equals("256") ? "k".repeat(256) : wrong)
                    .contentType("application/json")
                    .body(form.body)
                    .post(form.path)
                    .then()
                    .statusCode(400)
                    .body("error.param", equalTo("idempotency-key"));
        }
        assertEquals(0, provider.calls());
    }

    private ValidatableResponse ask(Form form) {
        return ask(form.path, form.body);
    }

    private ValidatableResponse ask(String path, String body) {
        return given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }
}
