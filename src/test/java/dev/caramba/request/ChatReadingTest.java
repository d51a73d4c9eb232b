package dev.caramba.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChatReadingTest {

    private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";

    @Test
    void reads_every_parameter_whatever_its_size() {
        var request = chat("""
                {HI,'model':'fast','fallbacks':['openai/gpt-4o'],'temperature':-7.50,'top_p':1e3,'max_tokens':1,
                 'max_completion_tokens':123456789012345678901234567890,'stop':'END','seed':-1,
                 'timeoutMs':1500,'strictParams':true,'n':1}
                """);

        var params = request.params();
        assertEquals(Optional.of("fast"), params.model());
        assertEquals(List.of("openai/gpt-4o"), params.fallbacks());
        assertEquals(
                new Sampling(
                        Optional.of(new BigDecimal("-7.50")),
                        Optional.of(new BigDecimal("1e3")),
                        Optional.of(new BigInteger("123456789012345678901234567890")),
                        List.of("END"),
                        Optional.of(BigInteger.valueOf(-1))),
                params.sampling());
        assertEquals(true, params.strict());
        assertEquals(false, params.stream());
        assertEquals(Optional.of(Duration.ofMillis(1500)), request.timeout());
    }

    @Test
    void reads_what_is_null_as_left_out() {
        var request = chat("""
                {HI,'model':null,'fallbacks':null,'temperature':null,'max_tokens':7,'max_completion_tokens':null,
                 'stop':null,'seed':null,'tools':null,'tool_choice':null,'response_format':null,'timeoutMs':null,
                 'strictParams':null,'n':null,'user':null}
                """);

        var expected = GenerationParams.of(List.of(new Message.User(new Content.Plain("Hi"))));
        assertEquals(
                Optional.of(BigInteger.valueOf(7)), request.params().sampling().maxTokens());
        assertEquals(expected.extras(), request.params().extras());
        assertEquals(expected.model(), request.params().model());
        assertEquals(expected.tools(), request.params().tools());
        assertEquals(Optional.empty(), request.timeout());
    }

    @Test
    void reads_tools() {
        var params = chat("""
                {HI,'tools':[{'type':'function','function':{'name':'f','description':'d','parameters':{'type':'object'},
                 'strict':false}},{'type':'function','function':{'name':'g'}}],'stop':['a','b']}
                """).params();

        assertEquals(
                List.of(
                        new Tool("f", Optional.of("d"), Json.object("{\"type\":\"object\"}"), Optional.of(false)),
                        new Tool("g", Optional.empty(), Optional.empty(), Optional.empty())),
                params.tools());
        assertEquals(List.of("a", "b"), params.sampling().stop());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'auto'                                       | AUTO     |",
                "'none'                                       | NONE     |",
                "'required'                                   | REQUIRED |",
                "{'type':'function','function':{'name':'f'}}  | FUNCTION | f",
                "{'type':'function','name':'f'}               | FUNCTION | f",
            })
    void reads_tool_choices(String choice, ToolChoice.Mode mode, String function) {
        var params = chat("{HI,'tool_choice':" + choice + "}").params();

        assertEquals(Optional.of(new ToolChoice(mode, Optional.ofNullable(function))), params.toolChoice());
    }

    @Test
    void reads_response_formats() {
        assertEquals(Optional.empty(), format("{'type':'text'}"));
        assertEquals(Optional.of(new ResponseFormat.JsonObject()), format("{'type':'json_object'}"));
        assertEquals(
                Optional.of(new ResponseFormat.JsonSchema(
                        "n",
                        Optional.of("d"),
                        Json.object("{\"type\":\"object\"}").orElseThrow(),
                        Optional.of(false))),
                format("""
                        {'type':'json_schema','json_schema':{'name':'n','description':'d','schema':{'type':'object'},
                         'strict':false}}
                        """));
    }

    @Test
    void passes_on_what_is_none_of_its_business_and_keeps_the_rest() {
        var params = chat("""
                {HI,'user':'u','logit_bias':{'1':2},'parallel_tool_calls':false,'reasoning_effort':'low','x':[1],
                 'model':'m','stream_options':null,'store':true,'metadata':{},'n':1,'logprobs':true,'top_logprobs':2,
                 'modalities':['text'],'audio':{},'functions':[],'function_call':'auto','cache':false,'timeoutMs':5,
                 'strictParams':false,'fallbacks':[],'max_tokens':1,'max_completion_tokens':2,'stream':false}
                """).params();

        assertEquals(
                Set.of(
                        "user",
                        "logit_bias",
                        "parallel_tool_calls",
                        "reasoning_effort",
                        "x",
                        "store",
                        "metadata",
                        "n",
                        "logprobs",
                        "top_logprobs",
                        "modalities",
                        "audio",
                        "functions",
                        "function_call"),
                params.extras().keySet());
        assertEquals("{\"1\":2}", params.extras().get("logit_bias").toString());
    }

    private static Optional<ResponseFormat> format(String format) {
        return chat("{HI,'response_format':" + format + "}").params().responseFormat();
    }

    private static CallRequest chat(String body) {
        var text = body.replace("HI", HI).replace('\'', '"');
        return RequestReader.chat(Json.object(text).orElseThrow(), text);
    }
}
