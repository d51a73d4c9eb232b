package dev.caramba.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The official OpenAI SDK for Java, unmodified, against a running Caramba. */
class OpenAiJavaTest {

    private static final OpenAIClient CLIENT = OpenAIOkHttpClient.builder()
            .baseUrl(Scripted.URL)
            .apiKey(Scripted.KEY)
            .maxRetries(0)
            .build();

    @JsonTypeName("get_weather")
    @JsonClassDescription("The weather in a city")
    public static class GetWeather {
        public String city;
    }

    public static class City {
        public String name;
        public Optional<Long> inhabitants = Optional.empty();
    }

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    /** One server gives base64 where it is asked for, the other always gives numbers. */
    @ParameterizedTest
    @ValueSource(strings = {"openai/vectors", "openai/numbers"})
    void makes_vectors(String model) {
        var answer = CLIENT.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(model)
                        .inputOfArrayOfStrings(List.of("red", "blue"))
                        .build());

        assertEquals(
                List.of(List.of(0f, 0.1f, -0.0025f), List.of(1f, 0.1f, -0.0025f)),
                answer.data().stream().map(Embedding::embedding).toList());
        assertEquals(6, answer.usage().totalTokens());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answers(boolean stream) {
        var completion = ask(stream).apply(params("openai/text").build());
        assertEquals(Scripted.TEXT, message(completion).content().orElseThrow());
        assertEquals(
                ChatCompletion.Choice.FinishReason.STOP,
                completion.choices().get(0).finishReason());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void runs_a_loop_of_tools(boolean stream) {
        var params = params("openai/weather").addTool(GetWeather.class);
        var called = message(ask(stream).apply(params.build()));
        params.addMessage(called);
        called.toolCalls().orElseThrow().forEach(call -> {
            var city = call.asFunction().function().arguments(GetWeather.class).city;
            params.addMessage(ChatCompletionToolMessageParam.builder()
                    .toolCallId(call.asFunction().id())
                    .content(city + ": 7 degrees")
                    .build());
        });
        var told = message(ask(stream).apply(params.build()));
        assertEquals(Scripted.TOLD, told.content().orElseThrow());
    }

    @Test
    void gives_an_object_whose_optional_field_is_null() {
        var completion = CLIENT.chat()
                .completions()
                .create(params("openai/structured").responseFormat(City.class).build());
        var city = completion.choices().get(0).message().content().orElseThrow();
        assertEquals("Oslo", city.name);
        assertEquals(Optional.empty(), city.inhabitants);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leaves_optional_fields_optional_where_strict_is_left_out(boolean stream) {
        var properties = Map.of("name", Map.of("type", "string"), "inhabitants", Map.of("type", "integer"));
        var schema = ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(properties))
                .putAdditionalProperty("required", JsonValue.from(List.of("name")))
                .build();
        var format = ResponseFormatJsonSchema.builder()
                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                        .name("city")
                        .schema(schema)
                        .build())
                .build();
        var completion = ask(stream)
                .apply(params("openai/structured").responseFormat(format).build());
        assertEquals("{\"name\":\"Oslo\"}", message(completion).content().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keeps_a_refusal_a_refusal(boolean stream) {
        var message = message(ask(stream).apply(params("openai/refusing").build()));
        assertEquals("I cannot help with that.", message.refusal().orElseThrow());
    }

    @Test
    void gives_reasoning_as_a_further_field() {
        var message = message(ask(false).apply(params("openai/thinking").build()));
        assertEquals(
                "Boats float.",
                message._additionalProperties().get("reasoning_content").asStringOrThrow());
    }

    @Test
    void skips_the_comments_that_keep_a_stream_alive() {
        var message = message(ask(true).apply(params("openai/slow").build()));
        assertEquals("Two boats left.", message.content().orElseThrow());
    }

    static Stream<String> takes_a_stream_that_breaks_for_an_error() {
        return Scripted.BROKEN.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource
    void takes_a_stream_that_breaks_for_an_error(String model) {
        var asked = params(model).build();
        var error = assertThrows(OpenAIException.class, () -> ask(true).apply(asked));
        assertTrue(error.toString().contains(Scripted.BROKEN.get(model)), error::toString);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tells_errors_by_their_types(boolean stream) {
        assertThrows(
                BadRequestException.class,
                () -> ask(stream).apply(params("openai/bad-request").build()));
        assertThrows(
                RateLimitException.class,
                () -> ask(stream).apply(params("openai/limited").build()));
    }

    private static ChatCompletionCreateParams.Builder params(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Hello");
    }

    private static ChatCompletionMessage message(ChatCompletion completion) {
        return completion.choices().get(0).message();
    }

    private static Function<ChatCompletionCreateParams, ChatCompletion> ask(boolean stream) {
        return stream
                ? OpenAiJavaTest::streamed
                : params -> CLIENT.chat().completions().create(params);
    }

    private static ChatCompletion streamed(ChatCompletionCreateParams params) {
        var whole = ChatCompletionAccumulator.create();
        try (var response = CLIENT.chat().completions().createStreaming(params)) {
            response.stream().forEach(whole::accumulate);
        }
        return whole.chatCompletion();
    }
}
