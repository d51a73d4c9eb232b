package dev.caramba.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Content.Part;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageReadingTest {

    @Test
    void reads_every_role() {
        var messages = messages("""
                {'role':'system','content':'a'},{'role':'developer','content':'b'},{'role':'user','content':'c'},
                {'role':'assistant','content':'d'},{'role':'assistant','content':null,'refusal':'e'}
                """);

        assertEquals(
                List.of(
                        new Message.System(new Content.Plain("a")),
                        new Message.System(new Content.Plain("b")),
                        new Message.User(new Content.Plain("c")),
                        new Message.Assistant(Optional.of(new Content.Plain("d")), List.of()),
                        new Message.Assistant(Optional.of(new Content.Plain("e")), List.of())),
                messages);
    }

    @Test
    void reads_parts() {
        var messages = messages("""
                {'role':'user','content':[{'type':'text','text':'See'},
                 {'type':'image_url','image_url':{'url':'https://example.com/a.png','detail':'low'}},
                 {'type':'image_url','image_url':{'url':'data:image/png;base64,iVBO'}},
                 {'type':'image_url','image_url':'DATA:image/svg+xml;charset=utf-8;base64,AA,B'}]}
                """);

        assertEquals(
                List.of(new Message.User(new Content.Parts(List.of(
                        new Part.Text("See"),
                        new Part.ImageUrl("https://example.com/a.png", Optional.of("low")),
                        new Part.InlineImage("image/png", "iVBO", Optional.empty()),
                        new Part.InlineImage("image/svg+xml", "AA,B", Optional.empty()))))),
                messages);
    }

    @Test
    void gives_a_function_result_the_name_of_the_call_that_it_answers() {
        var messages = messages("""
                {'role':'assistant','tool_calls':[
                  {'id':'1','type':'function','function':{'name':'f','arguments':'{\\\\'a\\\\':1}'},
                   'extra_content':{'google':{'thought_signature':'s'}}},
                  {'id':'2','type':'function','function':{'name':'g','arguments':{'b':2.50}}},
                  {'id':'3','type':'function','function':{'name':'h'}}]},
                {'role':'tool','tool_call_id':'2','name':'other','content':'x'},
                {'role':'tool','tool_call_id':'9','name':'other','content':'y'},
                {'role':'tool','tool_call_id':'8','content':[{'type':'text','text':'z'}]}
                """.replace("\\\\'", "\\\""));

        var extra = Json.object("{\"google\":{\"thought_signature\":\"s\"}}");
        assertEquals(
                List.of(
                        new Message.Assistant(
                                Optional.empty(),
                                List.of(
                                        new FunctionCall("1", "f", "{\"a\":1}", extra),
                                        new FunctionCall("2", "g", "{\"b\":2.50}"),
                                        new FunctionCall("3", "h", "{}"))),
                        result("2", Optional.of("g"), new Content.Plain("x")),
                        result("9", Optional.of("other"), new Content.Plain("y")),
                        result("8", Optional.empty(), new Content.Parts(List.of(new Part.Text("z"))))),
                messages);
    }

    @Test
    void reads_the_elder_form_of_function_calls() {
        var messages = messages("""
                {'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}},
                {'role':'function','name':'f','content':'x'}
                """);

        assertEquals(
                List.of(
                        new Message.Assistant(Optional.empty(), List.of(new FunctionCall("call_f", "f", "{}"))),
                        result("call_f", Optional.of("f"), new Content.Plain("x"))),
                messages);
    }

    @Test
    void a_refusal_stands_behind_the_text() {
        assertEquals(
                List.of(new Message.Assistant(
                        Optional.of(
                                new Content.Parts(List.of(new Content.Part.Text("A"), new Content.Part.Text("No.")))),
                        List.of())),
                messages("{'role':'assistant','content':'A','refusal':'No.'}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'role':'user','content':'Hi','cache_control':'always'}                              | cache_control",
                "{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'QQ=='}}],'cache_control':{'a':1}} | cache_control",
                "{'role':'assistant','content':'Hi','reasoning':{'a':1}}                              | reasoning",
                "{'role':'assistant','content':'Hi','reasoning_details':'Hm.'}                        | reasoning_details",
                "{'role':'assistant','content':'Hi','tool_calls':[{'id':'a','function':{'name':'f'},'extra_content':{'a':1}}]} |"
            })
    void what_has_no_place_stays_unread(String message, String name) {
        assertEquals(
                name == null ? Set.of() : Set.of(name),
                chat("{'messages':[" + message + "]}").params().unread());
    }

    private static Message result(String id, Optional<String> name, Content content) {
        return new Message.ToolResult(id, name, content);
    }

    private static List<Message> messages(String messages) {
        return chat("{'messages':[" + messages + "]}").params().messages();
    }

    private static CallRequest chat(String body) {
        var text = body.replace('\'', '"');
        return RequestReader.chat(Json.object(text).orElseThrow(), text);
    }
}
