package dev.caramba.surface.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.http.JsonBody;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.ToolChoice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesReaderTest {

    @Test
    void system_blocks_are_one_text_without_the_one_that_changes_in_each_call() {
        var params = read("""
                'system':[{'type':'text','text':'x-anthropic-billing-header: cc=1'},{'type':'text','text':'A.'},
                 {'type':'text','text':'B.','cache_control':{'type':'ephemeral'}}]""");

        assertEquals(
                new Message.System(new Content.Plain("A.\n\nB.")),
                params.messages().get(0));
    }

    @Test
    void results_stand_ahead_of_what_else_the_turn_says() {
        var messages = turns("""
                {'role':'assistant','content':[{'type':'thinking','thinking':'t','signature':'s'},{'type':'text','text':'Lo'},
                 {'type':'text','text':'ok.'},{'type':'server_tool_use','id':'x','name':'y','input':{}},
                 {'type':'tool_use','id':'t.1','name':'f','input':{'b':1,'a':2}}]},
                {'role':'user','content':[{'type':'text','text':'Well?'},
                 {'type':'tool_result','tool_use_id':'t.1','is_error':true,'content':[{'type':'text','text':'down'},
                  {'type':'image','source':{'type':'base64','media_type':'image/png','data':'AA=='}}]},
                 {'type':'tool_result','tool_use_id':'t.1'}]}""");

        assertEquals(
                List.of(
                        new Message.Assistant(
                                Optional.of(new Content.Plain("Look.")),
                                List.of(new FunctionCall("t.1", "f", "{\"b\":1,\"a\":2}"))),
                        new Message.ToolResult("t.1", Optional.of("f"), new Content.Plain("Error: down")),
                        new Message.ToolResult("t.1", Optional.of("f"), new Content.Plain("")),
                        new Message.User(new Content.Parts(List.of(
                                new Content.Part.InlineImage("image/png", "AA==", Optional.empty()),
                                new Content.Part.Text("Well?"))))),
                messages);
    }

    @Test
    void a_tool_that_was_searched_for_is_told_in_words() {
        var messages = turns("""
                {'role':'assistant','content':[{'type':'tool_use','id':'t','name':'ToolSearch','input':{}}]},
                {'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':[
                 {'type':'tool_reference','tool_name':'f'},{'type':'tool_reference','tool_name':'g'}]}]}""");

        assertEquals(
                new Message.ToolResult(
                        "t",
                        Optional.of("ToolSearch"),
                        new Content.Plain("The tool f can be called now.\n\nThe tool g can be called now.")),
                messages.get(1));
    }

    @Test
    void what_only_anthropic_can_read_is_an_unknown_part_and_not_lost() {
        var messages = turns("""
                {'role':'user','content':[{'type':'document','source':{'type':'file','file_id':'f'}},
                 {'type':'container_upload','file_id':'g'},{'type':'document','source':{'type':'text','data':'D'}}]}""");

        assertEquals(
                List.of(new Message.User(new Content.Parts(List.of(
                        new Content.Part.Unknown("document"),
                        new Content.Part.Unknown("container_upload"),
                        new Content.Part.Text("D"))))),
                messages);
    }

    @Test
    void a_pdf_has_a_name_even_where_it_has_no_title() {
        var messages = turns("""
                {'role':'user','content':[
                 {'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'JVBERi0='}},
                 {'type':'document','title':'Report','source':{'type':'base64','media_type':'application/pdf','data':'JVBERi0='}},
                 {'type':'document','source':{'type':'url','url':'https://example.org/a.pdf'}}]}""");

        assertEquals(
                List.of(Optional.of("document.pdf"), Optional.of("Report"), Optional.empty()),
                ((Message.User) messages.get(0))
                        .content().parts().stream()
                                .map(part -> ((Content.Part.Document) part).name())
                                .toList());
    }

    @Test
    void tools_of_servers_are_named_and_nothing_is_chosen_without_tools() {
        var some = read("""
                'tools':[{'name':'f','input_schema':{'type':'object'}},{'type':'web_search_20260209','name':'web_search'}],
                'tool_choice':{'type':'any','disable_parallel_tool_use':true},'mcp_servers':[{'name':'m'}],'metadata':{'a':1}""");
        var none = read("'tools':[{'type':'memory_20250818','name':'memory'}],'tool_choice':{'type':'auto'}");

        assertEquals(Optional.of(ToolChoice.of(ToolChoice.Mode.REQUIRED)), some.toolChoice());
        assertEquals(Set.of("tools.web_search", "mcp_servers"), some.unread());
        assertEquals("false", some.extras().get("parallel_tool_calls").toString());
        assertTrue(none.tools().isEmpty() && none.toolChoice().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'thinking':{'type':'enabled','budget_tokens':4095}                                  | low",
                "'thinking':{'type':'enabled','budget_tokens':10000}                                 | medium",
                "'thinking':{'type':'enabled','budget_tokens':31999}                                 | high",
                "'thinking':{'type':'enabled','budget_tokens':4000},'output_config':{'effort':'max'} | max",
                "'thinking':{'type':'adaptive'}                                                      |",
                "'thinking':{'type':'disabled'},'output_config':{'effort':'low'}                     |"
            })
    void thinking_becomes_an_effort(String fields, String effort) {
        var told = Optional.ofNullable(read(fields).extras().get("reasoning_effort"));

        assertEquals(Optional.ofNullable(effort), told.map(value -> value.asText()));
    }

    @Test
    void no_field_of_this_format_is_the_products_own() {
        var params =
                read("'fallbacks':[{'model':'claude-sonnet-5-5'}],'timeoutMs':1,'strictParams':true,'cache':false");

        assertEquals(List.of(), params.fallbacks());
        assertEquals(false, params.strict());
        assertTrue(params.original().orElseThrow().fields().keySet().containsAll(Set.of("fallbacks", "timeoutMs")));
    }

    @Test
    void a_thread_that_goes_on_is_for_the_server_that_holds_it() {
        var begun = read("'thread':{'type':'create'}");
        var goingOn = read("'thread':{'type':'continue','previous_message_id':'msg_1'}");

        assertEquals(1, begun.messages().size());
        assertEquals(
                new Message.User(new Content.Parts(List.of(new Content.Part.Unknown("thread")))),
                goingOn.messages().get(1));
        assertEquals(
                1,
                params("{'max_tokens':1,'messages':[],'thread':{'type':'continue'}}")
                        .messages()
                        .size());
        assertEquals("thread", goingOn.original().orElseThrow().placeOf("messages[1].content[0]"));
    }

    private static List<Message> turns(String json) {
        return params("{'max_tokens':1,'messages':[" + json + "]}").messages();
    }

    private static GenerationParams read(String fields) {
        return params("{'max_tokens':1,'messages':[{'role':'user','content':'Hi'}]," + fields + "}");
    }

    private static GenerationParams params(String json) {
        var text = json.replace('\'', '"');
        var body = new JsonBody(Json.object(text).orElseThrow(), text);
        return MessagesReader.message(body, Map.of(), Optional.empty(), false).params();
    }
}
