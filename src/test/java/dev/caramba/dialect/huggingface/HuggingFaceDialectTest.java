package dev.caramba.dialect.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Samples;
import dev.caramba.dialect.TestParams;
import dev.caramba.dialect.openai.OpenAiDialect;
import dev.caramba.dialect.openai.OpenAiFlavour;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.ToolChoice;
import dev.caramba.prompt.WireFormat;
import dev.caramba.wire.Frame;
import dev.caramba.wire.WireHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HuggingFaceDialectTest {

    private static final Event START = new Event.Start(Optional.empty(), Optional.empty());

    private final HuggingFaceDialect dialect = new HuggingFaceDialect(new OpenAiDialect(OpenAiFlavour.HUGGINGFACE));
    private final Decoder decoder = dialect.decoder();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt2                         |                    | /hf-inference/models/openai-community/gpt2",
                "openai-community/gpt2        |                    | /hf-inference/models/openai-community/gpt2",
                "openai/gpt-oss-120b:fastest  |                    | /v1/chat/completions",
                "gpt2                         | my/model, our/one  | /v1/chat/completions",
                "our/one                      | my/model, our/one  | /hf-inference/models/our/one",
                "a b?c                        | a b?c              | /hf-inference/models/a%20b%3Fc"
            })
    void models_that_are_no_chat_models_generate_text(String model, String listed, String path) {
        var options = listed == null ? Map.<String, String>of() : Map.of("text-generation-models", listed);

        assertEquals(
                path,
                dialect.encode(Samples.hello(model), Samples.endpoint(options)).path());
    }

    @Test
    void a_router_that_has_responses_is_asked_below_its_version() {
        var params =
                Samples.hello("org/m").withOriginal(OriginalRequest.of(WireFormat.RESPONSES, "{\"input\":\"Hi\"}"));

        assertEquals(
                "/v1/responses",
                dialect.encode(params, Samples.endpoint(Map.of("responses", "true")))
                        .path());
        assertEquals(
                "/answer",
                dialect.encode(params, Samples.endpoint(Map.of("responses", "true", "responses-path", "/answer")))
                        .path());
    }

    @Test
    void a_conversation_becomes_one_text() {
        var encoded = TestParams.of("gpt2")
                .saying(
                        TestParams.system("A poem."),
                        TestParams.user(TestParams.text("The "), TestParams.text("rain")),
                        TestParams.assistant(null, new FunctionCall("a", "f", "{}")),
                        TestParams.result("a", "wet"),
                        TestParams.user(""))
                .in(dialect);

        assertEquals("A poem.\nThe rain\nwet", encoded.body().path("inputs").textValue());
        assertEquals(List.of("tool_calls"), encoded.droppedParams());
    }

    @Test
    void text_generation_has_no_tools_and_its_own_names() {
        var encoded = TestParams.of("gpt2")
                .tool(false)
                .choosing(ToolChoice.of(ToolChoice.Mode.REQUIRED))
                .temperature("0.0")
                .format(new ResponseFormat.JsonSchema("s", Optional.empty(), Json.object(), Optional.empty()))
                .extra("top_k", "3")
                .extra("n", "3")
                .in(dialect);

        assertEquals(
                TestParams.json(
                        "{'return_full_text':false,'details':true,'grammar':{'type':'json','value':{}},'top_k':3}"),
                encoded.body().path("parameters"));
        assertEquals(List.of("n", "tools", "tool_choice"), encoded.droppedParams());
    }

    @Test
    void a_strict_caller_is_refused_tools_for_text_generation() {
        var asked = TestParams.of("gpt2").tool(false).strictly();

        var thrown = assertThrows(ProviderException.class, () -> asked.in(dialect));

        assertEquals(Optional.of("tools"), thrown.failure().param());
    }

    @Test
    void the_last_text_is_given_out_where_no_token_was() {
        var events = decode("{'token':{'text':'</s>','special':true},'generated_text':'All at once',"
                + "'details':{'finish_reason':'length'}}");

        assertEquals(
                List.of(START, new Event.Chunk("All at once"), new Event.Done(FinishReason.LENGTH, Optional.empty())),
                events);
        assertEquals(List.of(), decoder.end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'index':2}", "{'token':7}", "{'token':{'text':7}}", "[]", "{", "{'generated_text':{}}"})
    void what_cannot_be_read_is_a_protocol_failure(String event) {
        decode("{'token':{'text':'A','special':false},'generated_text':null}");

        var failure = assertThrows(ProviderException.class, () -> decode(event)).failure();

        assertEquals(FailureKind.PROTOCOL, failure.kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':'Input validation error: `inputs` must have less than 9 tokens','error_type':'validation'} | CONTEXT_LENGTH",
                "{'error':'Input validation error: `top_p` must be > 0.0','error_type':'validation'} | INVALID_REQUEST",
                "{'error':'Model is overloaded','error_type':'overloaded'}                           | OVERLOADED",
                "{'error':'You have exceeded your monthly included credits'}                         | QUOTA_EXHAUSTED"
            })
    void an_error_in_place_of_the_first_event_is_a_failure_of_its_own_kind(String event, FailureKind kind) {
        assertEquals(
                kind,
                assertThrows(ProviderException.class, () -> decode(event))
                        .failure()
                        .kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "[{}]", "{}", "[[]]", "{\"generated_text\":null}", "{\"token\":{\"text\":\"A\"}}", ""})
    void a_whole_answer_that_is_none_is_a_protocol_failure(String body) {
        var thrown = assertThrows(ProviderException.class, () -> dialect.decodeWhole(body));

        assertEquals(FailureKind.PROTOCOL, thrown.failure().kind());
    }

    @Test
    void headers_tell_what_the_body_does_not() {
        var headers = new WireHeaders(Map.of("X-Request-Id", "r", "x-prompt-tokens", "5", "x-generated-tokens", "8")
                .entrySet());

        assertEquals(new Event.Start(Optional.of("r"), Optional.empty()), dialect.completed(START, headers));
        assertEquals(
                new Event.Done(FinishReason.STOP, Optional.of(Usage.of(5, 8))),
                dialect.completed(new Event.Done(FinishReason.STOP, Optional.empty()), headers));
        var told = new Event.Done(FinishReason.STOP, Optional.of(Usage.of(1, 2)));
        assertEquals(told, dialect.completed(told, headers));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"api\";r=0;t=113'                         |                          | 113000",
                "'\"api\";r=7;t=113'                         | {'estimated_time':20.5}  | 20500",
                "'\"a\";r=9;t=500, \"b\";r=0;t=2, \"c\";t=4;r=0' |                      | 4000",
                "'\"api\";r=0'                               |                          |",
                "'\"api\";r=0;t=soon'                        | {'estimated_time':'x'}   |",
                "                                            | {'estimated_time':1e999999999} |",
                "                                            | {'estimated_time':-1}    |"
            })
    void reads_how_long_to_wait(String rateLimit, String body, Long millis) {
        var headers = rateLimit == null ? Map.<String, String>of() : Map.of("RateLimit", rateLimit);
        var text = body == null ? "" : body.replace('\'', '"');

        var failure = dialect.classify(Samples.reply(503, text, headers));

        assertEquals(Optional.ofNullable(millis).map(Duration::ofMillis), failure.retryAfter());
    }

    @Test
    void a_successful_response_tells_of_an_exhausted_limit() {
        assertEquals(
                Duration.ofSeconds(9),
                dialect.exhaustedFor(Samples.reply(200, "", Map.of("ratelimit", "\"api\";r=0;t=9"))));
        assertEquals(Duration.ZERO, dialect.exhaustedFor(Samples.reply(200, "", Map.of())));
    }

    private List<Event> decode(String data) {
        return decoder.decode(new Frame("", data.replace('\'', '"'), true));
    }
}
