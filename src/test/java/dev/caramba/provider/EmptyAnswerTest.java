package dev.caramba.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.WireSettings;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers with and without content that end for regular and for other reasons, in every dialect, over real sockets. */
class EmptyAnswerTest {

    private static final Map<String, String> BODIES = Map.of(
            "openai-compatible",
            "{'choices':[{'message':{'role':'assistant','content':'TEXT'},'finish_reason':'WORD'}]}",
            "anthropic",
            "{'type':'message','content':[{'type':'text','text':'TEXT'}],'stop_reason':'WORD'}",
            "google",
            "{'candidates':[{'content':{'parts':[{'text':'TEXT'}]},'finishReason':'WORD'}]}",
            "ollama",
            "{'message':{'role':'assistant','content':'TEXT'},'done':true,'done_reason':'WORD'}",
            "cohere",
            "{'message':{'content':[{'type':'text','text':'TEXT'}]},'finish_reason':'WORD'}");

    private Vertx vertx;
    private HttpWire wire;
    private Upstream upstream;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        wire = new HttpWire(vertx, WireSettings.DEFAULT);
        upstream = Upstream.start();
    }

    @AfterEach
    void stop() {
        upstream.close();
        wire.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource({
        "openai-compatible, abort",
        "openai-compatible, a_word_of_tomorrow",
        "openai-compatible, error",
        "google, MALFORMED_FUNCTION_CALL",
        "google, UNEXPECTED_TOOL_CALL",
        "google, TOO_MANY_TOOL_CALLS",
        "google, MALFORMED_RESPONSE",
        "google, OTHER",
        "google, NO_IMAGE",
        "google, FINISH_REASON_UNSPECIFIED",
        "ollama, load",
        "ollama, unload",
        "anthropic, a_word_of_tomorrow",
        "cohere, USER_CANCEL"
    })
    void an_empty_answer_with_no_regular_reason_is_a_failed_attempt(String dialect, String word) {
        assertEquals(FailureKind.PROTOCOL, failure(end(dialect, "", word)));
    }

    @ParameterizedTest
    @CsvSource({
        "openai-compatible, abort, OTHER",
        "openai-compatible, a_word_of_tomorrow, OTHER",
        "google, MALFORMED_FUNCTION_CALL, OTHER",
        "google, UNEXPECTED_TOOL_CALL, OTHER",
        "ollama, load, OTHER",
        "anthropic, pause_turn, OTHER",
        "cohere, USER_CANCEL, OTHER",
        "openai-compatible, sensitive, CONTENT_FILTER",
        "openai-compatible, model_length, LENGTH",
        "anthropic, model_context_window_exceeded, LENGTH"
    })
    void with_content_any_word_ends_an_answer(String dialect, String word, FinishReason reason) {
        assertEquals(reason, ((Event.Done) end(dialect, "Hi", word)).finishReason());
    }

    @ParameterizedTest
    @CsvSource({
        "openai-compatible, stop, STOP",
        "openai-compatible, length, LENGTH",
        "openai-compatible, sensitive, CONTENT_FILTER",
        "anthropic, end_turn, STOP",
        "anthropic, refusal, CONTENT_FILTER",
        "google, STOP, STOP",
        "google, MAX_TOKENS, LENGTH",
        "google, SAFETY, CONTENT_FILTER",
        "ollama, stop, STOP",
        "cohere, COMPLETE, STOP"
    })
    void an_empty_answer_with_a_regular_reason_is_an_answer(String dialect, String word, FinishReason reason) {
        assertEquals(reason, ((Event.Done) end(dialect, "", word)).finishReason());
    }

    @ParameterizedTest
    @CsvSource({"error, PROTOCOL", "network_error, UNAVAILABLE", "insufficient_system_resource, OVERLOADED"})
    void a_word_of_failure_is_one_behind_content_too(String word, FailureKind kind) {
        assertEquals(kind, failure(end("openai-compatible", "Hi", word)));
    }

    @ParameterizedTest
    @CsvSource({
        "'{}',                                   '',              PROTOCOL",
        "'{}',                                   'abort',         PROTOCOL",
        "'{\"role\":\"assistant\",\"content\":\"\"}', 'network_error', UNAVAILABLE"
    })
    void a_stream_without_content_is_judged_likewise(String delta, String word, FailureKind kind) {
        var reason = word.isEmpty() ? "null" : "\"" + word + "\"";
        upstream.next(Script.chunks(
                "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + reason + "}]}\n\n",
                "data: [DONE]\n\n"));

        assertEquals(kind, failure(last("openai-compatible", true)));
    }

    private Event end(String dialect, String text, String word) {
        upstream.next(Script.json(
                200,
                BODIES.get(dialect).replace('\'', '"').replace("TEXT", text).replace("WORD", word)));
        return last(dialect, false);
    }

    private Event last(String dialect, boolean streamed) {
        var endpoint = new Endpoint(upstream.baseUrl(), Optional.of("key"), Map.of());
        var provider = new HttpProvider(
                "http", new Dialects(List.of()).named(dialect).orElseThrow(), endpoint, HttpTimeouts.DEFAULT, wire);
        var deadline = new Deadline(Instant.now().plus(Upstream.LIMIT), false);
        var context =
                new CallContext("r1", "anonymous", deadline, new CallTrail()).inAttempt(Optional.empty(), () -> true);
        var params = GenerationParams.of(List.of(new Message.User(new Content.Plain("Hello?"))))
                .withModel("m")
                .withStream(streamed);
        var events =
                provider.generate(context, params).collect().asList().await().atMost(Upstream.LIMIT);
        return events.get(events.size() - 1);
    }

    private static FailureKind failure(Event event) {
        return assertInstanceOf(Event.Error.class, event).failure().kind();
    }
}
