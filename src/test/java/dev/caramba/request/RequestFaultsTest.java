package dev.caramba.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every fault is named by the path of its field. */
final class RequestFaultsTest {

    private static final String HI = "'messages':[{'role':'user','content':'Hi'}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}                                                              | messages",
                "{'messages':null}                                               | messages",
                "{'messages':[]}                                                 | messages",
                "{'messages':'Hi'}                                               | messages",
                "{'messages':{}}                                                 | messages",
                "{'messages':['Hi']}                                             | messages[0]",
                "{'messages':[null]}                                             | messages[0]",
                "{'messages':[{}]}                                               | messages[0].role",
                "{'messages':[{'role':1,'content':'Hi'}]}                        | messages[0].role",
                "{'messages':[{'role':'robot','content':'Hi'}]}                  | messages[0].role",
                "{'messages':[{'role':'user'}]}                                  | messages[0].content",
                "{'messages':[{'role':'user','content':null}]}                   | messages[0].content",
                "{'messages':[{'role':'user','content':7}]}                      | messages[0].content",
                "{'messages':[{'role':'user','content':{}}]}                     | messages[0].content",
                "{'messages':[{'role':'user','content':[]}]}                     | messages[0].content",
                "{'messages':[{'role':'user','content':['Hi']}]}                 | messages[0].content[0]",
                "{'messages':[{'role':'user','content':[{'text':'Hi'}]}]}        | messages[0].content[0].type",
                "{'messages':[{'role':'user','content':[{'type':'text','text':'a'},{'type':'input_audio'}]}]} | messages[0].content[1].input_audio",
                "{'messages':[{'role':'user','content':[{'type':'text'}]}]}      | messages[0].content[0].text",
                "{'messages':[{'role':'user','content':[{'type':'text','text':1}]}]} | messages[0].content[0].text",
                "{'messages':[{'role':'user','content':[{'type':'image_url'}]}]} | messages[0].content[0].image_url",
                "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':7}]}]} | messages[0].content[0].image_url",
                "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{}}]}]} | messages[0].content[0].image_url.url",
                "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png,abc'}}]}]} | messages[0].content[0].image_url.url",
                "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:;base64,abc'}}]}]} | messages[0].content[0].image_url.url",
                "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:'}}]}]} | messages[0].content[0].image_url.url",
                "{'messages':[{'role':'user','content':[{'type':'image_url','image_url':{'url':'x','detail':1}}]}]} | messages[0].content[0].image_url.detail",
                "{'messages':[{'role':'assistant'}]}                             | messages[0].content",
                "{'messages':[{'role':'assistant','tool_calls':'x'}]}            | messages[0].tool_calls",
                "{'messages':[{'role':'assistant','tool_calls':[{}]}]}           | messages[0].tool_calls[0].id",
                "{'messages':[{'role':'assistant','tool_calls':[{'id':'a'}]}]}   | messages[0].tool_calls[0].function",
                "{'messages':[{'role':'assistant','tool_calls':[{'id':'a','type':'custom'}]}]} | messages[0].tool_calls[0].custom",
                "{'messages':[{'role':'assistant','tool_calls':[{'id':'a','function':{}}]}]} | messages[0].tool_calls[0].function.name",
                "{'messages':[{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'f','arguments':7}}]}]} | messages[0].tool_calls[0].function.arguments",
                "{'messages':[{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'f'},'extra_content':1}]}]} | messages[0].tool_calls[0].extra_content",
                "{'messages':[{'role':'tool','content':'x'}]}                    | messages[0].tool_call_id",
                "{'messages':[{'role':'tool','tool_call_id':'a'}]}               | messages[0].content",
                "{'messages':[{'role':'function','content':'x'}]}                | messages[0].name",
                "{HI,'model':7}                                                  | model",
                "{HI,'temperature':'0.5'}                                        | temperature",
                "{HI,'top_p':true}                                               | top_p",
                "{HI,'max_tokens':'7'}                                           | max_tokens",
                "{HI,'max_tokens':1.5}                                           | max_tokens",
                "{HI,'max_completion_tokens':[]}                                 | max_completion_tokens",
                "{HI,'seed':0.5}                                                 | seed",
                "{HI,'stop':7}                                                   | stop",
                "{HI,'stop':{}}                                                  | stop",
                "{HI,'stop':['a',7]}                                             | stop[1]",
                "{HI,'tools':{}}                                                 | tools",
                "{HI,'tools':[7]}                                                | tools[0]",
                "{HI,'tools':[{'type':'custom'}]}                                | tools[0].custom",
                "{HI,'tools':[{'type':'function'}]}                              | tools[0].function",
                "{HI,'tools':[{'type':'function','function':{}}]}                | tools[0].function.name",
                "{HI,'tools':[{'type':'function','function':{'name':'f','parameters':'x'}}]} | tools[0].function.parameters",
                "{HI,'tools':[{'type':'function','function':{'name':'f','strict':'x'}}]} | tools[0].function.strict",
                "{HI,'tool_choice':7}                                            | tool_choice",
                "{HI,'tool_choice':{'type':'allowed_tools'}}                     | tool_choice.allowed_tools",
                "{HI,'tool_choice':{'type':'function'}}                          | tool_choice.function",
                "{HI,'tool_choice':{'type':'function','function':{}}}            | tool_choice.function.name",
                "{HI,'response_format':'json'}                                   | response_format",
                "{HI,'response_format':{}}                                       | response_format.type",
                "{HI,'response_format':{'type':'json_schema'}}                   | response_format.json_schema",
                "{HI,'response_format':{'type':'json_schema','json_schema':{'schema':{}}}} | response_format.json_schema.name",
                "{HI,'response_format':{'type':'json_schema','json_schema':{'name':'a'}}} | response_format.json_schema.schema",
                "{HI,'response_format':{'type':'json_schema','json_schema':{'name':'a','schema':{},'strict':1}}} | response_format.json_schema.strict",
                "{HI,'fallbacks':'openai/gpt-4o'}                                | fallbacks",
                "{HI,'fallbacks':[1]}                                            | fallbacks[0]",
                "{HI,'timeoutMs':'1s'}                                           | timeoutMs",
                "{HI,'timeoutMs':0}                                              | timeoutMs",
                "{HI,'timeoutMs':-5}                                             | timeoutMs",
                "{HI,'strictParams':1}                                           | strictParams",
            })
    void both_surfaces_name_the_field_at_fault(String body, String param) {
        assertFault(chat -> RequestReader.chat(chat, Json.write(chat)), body, param);
        assertFault(RequestReader::generate, body, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"{HI,'n':'1'} | n", "{HI,'n':1.5} | n", "{HI,'n':true} | n"})
    void the_number_of_answers_is_an_integer(String body, String param) {
        assertFault(chat -> RequestReader.chat(chat, Json.write(chat)), body, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'prompt':7}                                   | prompt",
                "{'prompt':['a']}                               | prompt",
                "{'system':'Be brief'}                          | messages",
                "{'prompt':'Hi','system':7}                     | system",
                "{'prompt':'Hi',HI}                             | prompt",
                "{'prompt':'Hi','topP':'x'}                     | topP",
                "{'prompt':'Hi','maxTokens':'x'}                | maxTokens",
                "{'prompt':'Hi','toolChoice':'x'}               | toolChoice",
                "{'prompt':'Hi','tools':[{'name':7}]}           | tools[0].name",
                "{'prompt':'Hi','tools':[{'description':'x'}]}  | tools[0].name",
                "{'messages':[{'role':'assistant','toolCalls':[{'id':'a','name':'f','arguments':[]}]}]} | messages[0].toolCalls[0].arguments",
                "{'messages':[{'role':'tool','toolCallId':7,'content':'x'}]} | messages[0].toolCallId",
            })
    void the_function_names_its_own_fields(String body, String param) {
        assertFault(RequestReader::generate, body, param);
    }

    private static void assertFault(Function<ObjectNode, CallRequest> reader, String body, String param) {
        var json = Json.object(body.replace("HI", HI).replace('\'', '"')).orElseThrow();

        var failure =
                assertThrows(ProviderException.class, () -> reader.apply(json)).failure();

        assertEquals(FailureKind.INVALID_REQUEST, failure.kind());
        assertEquals(param, failure.param().orElse(""));
        assertTrue(failure.message().startsWith(param + ": "), failure.message());
    }
}
