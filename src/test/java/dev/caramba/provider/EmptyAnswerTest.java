package dev.caramba.provider;

import static dev.caramba.provider.ScriptedServer.collect;
import static dev.caramba.provider.ScriptedServer.generate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.caramba.dialect.Endpoint;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.upstream.Script;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
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

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer();

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
        server.upstream()
                .next(Script.chunks(
                        "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + reason
                                + "}]}\n\n",
                        "data: [DONE]\n\n"));

        assertEquals(kind, failure(last("openai-compatible", true)));
    }

    private Event end(String dialect, String text, String word) {
        server.upstream()
                .next(Script.json(
                        200,
                        BODIES.get(dialect)
                                .replace('\'', '"')
                                .replace("TEXT", text)
                                .replace("WORD", word)));
        return last(dialect, false);
    }

    private Event last(String dialect, boolean streamed) {
        var endpoint = new Endpoint(server.upstream().baseUrl(), Optional.of("key"), Map.of());
        var events = collect(generate(server.provider(dialect, endpoint), streamed));
        return events.get(events.size() - 1);
    }

    private static FailureKind failure(Event event) {
        return assertInstanceOf(Event.Error.class, event).failure().kind();
    }
}
