package dev.caramba.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LangChain4j, unmodified, against a running Caramba. */
class LangChain4jTest {

    interface Assistant {
        String answer(String question);
    }

    interface StreamingAssistant {
        TokenStream answer(String question);
    }

    interface Geographer {
        City describe(String question);
    }

    record City(String name, @JsonProperty(required = false) Integer inhabitants) {}

    static final class Weather {
        @Tool("The weather in a city")
        String get_weather(@P("the city") String city) {
            return city + ": 7 degrees";
        }
    }

    @Test
    void answers() {
        var response = whole("openai/text").build().chat(List.of(user()));
        assertEquals(Scripted.TEXT, response.aiMessage().text());
        assertEquals(FinishReason.STOP, response.finishReason());
        assertEquals(16, response.tokenUsage().totalTokenCount());
    }

    @Test
    void streams() throws Exception {
        var heard = listen("openai/text");
        var response = heard.end();
        assertEquals(Scripted.TEXT, response.aiMessage().text());
        assertEquals(Scripted.TEXT, String.join("", heard.texts));
        assertEquals(5, heard.texts.size());
        assertEquals(FinishReason.STOP, response.finishReason());
    }

    /** One server gives base64 where it is asked for, the other always gives numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"openai/vectors", "openai/numbers"})
    void makes_vectors(String name) {
        var model = OpenAiEmbeddingModel.builder()
                .baseUrl(Scripted.URL)
                .apiKey(Scripted.KEY)
                .modelName(name)
                .maxRetries(0)
                .build();

        var response = model.embedAll(List.of(TextSegment.from("red"), TextSegment.from("blue")));

        assertEquals(2, response.content().size());
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(
                    new float[] {i, 0.1f, -0.0025f}, response.content().get(i).vector());
        }
        assertEquals(6, response.tokenUsage().inputTokenCount());
    }

    @Test
    void skips_the_comments_that_keep_a_stream_alive() throws Exception {
        assertEquals("Two boats left.", listen("openai/slow").end().aiMessage().text());
    }

    @Test
    void gives_tool_calls_piece_by_piece() throws Exception {
        var heard = listen("openai/weather");
        var calls = heard.end().aiMessage().toolExecutionRequests();
        assertEquals(List.of("{\"cit", "y\":\"O", "slo\"}", "{\"cit", "y\":\"B", "ergen", "\"}"), heard.calls);
        assertEquals(
                List.of("call_1 get_weather {\"city\":\"Oslo\"}", "call_2 get_weather {\"city\":\"Bergen\"}"),
                calls.stream()
                        .map(call -> call.id() + " " + call.name() + " " + call.arguments())
                        .toList());
    }

    @Test
    void runs_the_tools_that_the_model_calls() {
        var assistant = AiServices.builder(Assistant.class)
                .chatModel(whole("openai/weather").build())
                .tools(new Weather())
                .build();
        assertEquals(Scripted.TOLD, assistant.answer("Hello"));
    }

    @Test
    void runs_the_tools_that_the_model_calls_in_a_stream() throws Exception {
        var assistant = AiServices.builder(StreamingAssistant.class)
                .streamingChatModel(streamed("openai/weather"))
                .tools(new Weather())
                .build();
        var end = new CompletableFuture<ChatResponse>();
        assistant
                .answer("Hello")
                .onPartialResponse(text -> {})
                .onCompleteResponse(end::complete)
                .onError(end::completeExceptionally)
                .start();
        assertEquals(Scripted.TOLD, end.get(60, TimeUnit.SECONDS).aiMessage().text());
    }

    @ParameterizedTest
    @MethodSource
    void gives_an_object_with_an_optional_field(OpenAiChatModel model) {
        assertEquals(
                new City("Oslo", null),
                AiServices.create(Geographer.class, model).describe("Hello"));
    }

    static Stream<OpenAiChatModel> gives_an_object_with_an_optional_field() {
        var model = whole("openai/structured").supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        return Stream.of(model.build(), model.strictJsonSchema(false).build());
    }

    @Test
    void gives_reasoning() throws Exception {
        var response = whole("openai/thinking").returnThinking(true).build().chat(List.of(user()));
        assertEquals("Boats float.", response.aiMessage().thinking());
        var heard = listen("openai/thinking");
        assertEquals("Boats float.", heard.end().aiMessage().thinking());
        assertEquals(List.of("Boats ", "float."), heard.thoughts);
        assertEquals(List.of("Two ", "boats."), heard.texts);
    }

    static Stream<String> takes_a_stream_that_breaks_for_an_error() {
        return Scripted.BROKEN.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource
    void takes_a_stream_that_breaks_for_an_error(String model) throws Exception {
        var heard = listen(model);
        var error = assertThrows(ExecutionException.class, heard::end).getCause();
        assertTrue(error.getMessage().contains(Scripted.BROKEN.get(model)), error::toString);
        assertTrue(heard.texts.size() + heard.calls.size() > 0, "nothing came before");
    }

    @Test
    void tells_errors_by_their_types() {
        assertThrows(
                InvalidRequestException.class,
                () -> whole("openai/bad-request").build().chat("Hello"));
        assertThrows(
                RateLimitException.class, () -> whole("openai/limited").build().chat("Hello"));
        var heard = listen("openai/limited");
        assertEquals(
                RateLimitException.class,
                assertThrows(ExecutionException.class, heard::end).getCause().getClass());
    }

    private static dev.langchain4j.data.message.UserMessage user() {
        return dev.langchain4j.data.message.UserMessage.from("Hello");
    }

    private static OpenAiChatModel.OpenAiChatModelBuilder whole(String model) {
        return OpenAiChatModel.builder()
                .baseUrl(Scripted.URL)
                .apiKey(Scripted.KEY)
                .modelName(model)
                .maxRetries(0);
    }

    private static OpenAiStreamingChatModel streamed(String model) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(Scripted.URL)
                .apiKey(Scripted.KEY)
                .modelName(model)
                .returnThinking(true)
                .build();
    }

    private static Heard listen(String model) {
        var heard = new Heard();
        streamed(model).chat("Hello", heard);
        return heard;
    }

    /** What a stream said. */
    private static final class Heard implements StreamingChatResponseHandler {

        final List<String> texts = new ArrayList<>();
        final List<String> thoughts = new ArrayList<>();
        final List<String> calls = new ArrayList<>();
        private final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

        ChatResponse end() throws Exception {
            return end.get(60, TimeUnit.SECONDS);
        }

        @Override
        public void onPartialResponse(String text) {
            texts.add(text);
        }

        @Override
        public void onPartialThinking(PartialThinking thinking) {
            thoughts.add(thinking.text());
        }

        @Override
        public void onPartialToolCall(PartialToolCall call) {
            calls.add(call.partialArguments());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            end.complete(response);
        }

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
        }
    }
}
