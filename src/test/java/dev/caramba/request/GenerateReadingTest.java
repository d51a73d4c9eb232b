package dev.caramba.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GenerateReadingTest {

    private static final Message HI = new Message.User(new Content.Plain("Hi"));
    private static final Message BRIEF = new Message.System(new Content.Plain("Be brief"));

    @Test
    void a_prompt_is_a_user_message() {
        assertEquals(List.of(HI), generate("{'prompt':'Hi'}").params().messages());
        assertEquals(
                List.of(BRIEF, HI),
                generate("{'prompt':'Hi','system':'Be brief'}").params().messages());
    }

    @Test
    void a_system_text_stands_before_messages() {
        var request = generate("{'system':'Be brief','messages':[{'role':'user','content':'Hi'}]}");

        assertEquals(List.of(BRIEF, HI), request.params().messages());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'temperature':0.5,'topP':0.9,'maxTokens':7,'stop':['a'],'seed':3",
                "'temperature':0.5,'top_p':0.9,'max_tokens':7,'stop':'a','seed':3",
                "'temperature':0.5,'topP':0.9,'maxCompletionTokens':7,'stop':'a','seed':3",
            })
    void reads_both_spellings(String sampling) {
        var params = generate("{'prompt':'Hi'," + sampling + "}").params();

        assertEquals(
                new Sampling(
                        Optional.of(new BigDecimal("0.5")),
                        Optional.of(new BigDecimal("0.9")),
                        Optional.of(BigInteger.valueOf(7)),
                        List.of("a"),
                        Optional.of(BigInteger.valueOf(3))),
                params.sampling());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'f','description':'d','parameters':{},'strict':true}",
                "{'type':'function','function':{'name':'f','description':'d','parameters':{},'strict':true}}",
                "{'type':'function','name':'f','description':'d','parameters':{},'strict':true}",
            })
    void reads_tools_flat_and_in_their_envelope(String tool) {
        var params = generate("{'prompt':'Hi','tools':[" + tool + "],'toolChoice':'required'}")
                .params();

        assertEquals(
                List.of(new Tool("f", Optional.of("d"), Optional.of(Json.object()), Optional.of(true))),
                params.tools());
        assertEquals(Optional.of(ToolChoice.of(ToolChoice.Mode.REQUIRED)), params.toolChoice());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'1','name':'f','arguments':{'a':1},'extra_content':{'x':1}}",
                "{'id':'1','name':'f','arguments':'{^a^:1}','extraContent':{'x':1}}",
                "{'id':'1','type':'function','function':{'name':'f','arguments':'{^a^:1}'},'extra_content':{'x':1}}",
            })
    void reads_tool_calls_as_they_were_given_out(String call) {
        var params = generate("{'messages':[{'role':'assistant','toolCalls':[" + call
                        + "]},{'role':'tool','toolCallId':'1','content':'x'}]}")
                .params();

        assertEquals(
                List.of(
                        new Message.Assistant(
                                Optional.empty(),
                                List.of(new FunctionCall("1", "f", "{\"a\":1}", Json.object("{\"x\":1}")))),
                        new Message.ToolResult("1", Optional.of("f"), new Content.Plain("x"))),
                params.messages());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'responseFormat':{'type':'json_schema','json_schema':{'name':'n','schema':{}}}",
                "'response_format':{'type':'json_schema','jsonSchema':{'name':'n','schema':{}}}",
                "'responseFormat':{'type':'json_schema','name':'n','schema':{}}",
            })
    void reads_schemas(String format) {
        var params = generate("{'prompt':'Hi'," + format + "}").params();

        assertEquals(
                Optional.of(new ResponseFormat.JsonSchema("n", Optional.empty(), Json.object(), Optional.empty())),
                params.responseFormat());
    }

    @Test
    void passes_on_what_it_does_not_know_and_keeps_what_is_its_own() {
        var params = generate(
                        "{'prompt':'Hi','stream':true,'metadata':{'a':1},'user':'u','reasoningEffort':'low','n':1}")
                .params();

        assertEquals(Set.of("user", "reasoning_effort"), params.extras().keySet());
        assertEquals(Set.of(), params.unread());
        assertEquals(false, params.stream());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'n':2",
                "'logprobs':true",
                "'topLogprobs':3",
                "'modalities':['text','audio']",
                "'audio':{'voice':'x'}",
                "'functions':[{'name':'f'}]",
                "'function_call':{'name':'f'}"
            })
    void what_it_cannot_give_out_is_not_asked_for_and_named(String parameter) {
        var params = generate("{'prompt':'Hi'," + parameter + "}").params();

        assertEquals(Map.of(), params.extras());
        assertEquals(Set.of(parameter.substring(1, parameter.indexOf("':"))), params.unread());
    }

    private static CallRequest generate(String body) {
        return RequestReader.generate(
                Json.object(body.replace('\'', '"').replace("^", "\\\"")).orElseThrow());
    }
}
