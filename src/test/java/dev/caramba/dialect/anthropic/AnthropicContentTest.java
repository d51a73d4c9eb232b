package dev.caramba.dialect.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.TestParams;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Message;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What contents become that are more than texts: thoughts, documents, cache marks. */
final class AnthropicContentTest {

    private static final String MODEL = "claude-sonnet-4-5";
    private static final String MARK = "'cache_control':{'type':'ephemeral'}";
    private static final String SIGNED =
            "{'type':'reasoning.text','text':'Hm. So.','format':'anthropic-claude-v1','signature':'c2ln'}";
    private static final String SEALED =
            "{'type':'reasoning.encrypted','data':'ZGF0YQ==','format':'anthropic-claude-v1'}";

    private final AnthropicDialect dialect = new AnthropicDialect();

    @Test
    void signed_thoughts_go_back_in_order_ahead_of_the_text_and_the_calls() {
        var encoded = sent("'messages':[{'role':'user','content':'Go'},"
                + "{'role':'assistant','content':'On it.','reasoning_details':[" + SIGNED + "," + SEALED + "],"
                + "'tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}}]}]");

        assertEquals(
                "[{'type':'thinking','thinking':'Hm. So.','signature':'c2ln'},"
                        + "{'type':'redacted_thinking','data':'ZGF0YQ=='},{'type':'text','text':'On it.'},"
                        + "{'type':'tool_use','id':'a','name':'f','input':{}}]",
                text(encoded, "/messages/1/content"));
        assertEquals(List.of(), encoded.droppedParams());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Hm. So.      |", "'Hm.\n\nSo.' |", "Something else | reasoning_content"})
    void a_plain_thought_is_lost_only_where_no_signed_one_says_it(String thought, String named) {
        var encoded = sent("'messages':[{'role':'user','content':'Go'},{'role':'assistant','content':'A',"
                + "'reasoning_content':'" + thought.replace("\n", "\\n") + "','reasoning_details':[" + SIGNED
                + "]},{'role':'user','content':'Well?'}]");

        assertEquals(named == null ? List.of() : List.of(named), encoded.droppedParams());
    }

    @Test
    void thoughts_that_led_to_nothing_are_named_since_no_turn_may_end_in_one() {
        var encoded = sent("'messages':[{'role':'user','content':'Go'},"
                + "{'role':'assistant','content':' ','reasoning_details':[" + SIGNED + "]},"
                + "{'role':'user','content':'Well?'}]");

        assertEquals(
                "[{'role':'user','content':[{'type':'text','text':'Go'},{'type':'text','text':'Well?'}]}]",
                text(encoded, "/messages"));
        assertEquals(List.of("reasoning_details"), encoded.droppedParams());
    }

    @Test
    void instructions_are_a_list_where_one_has_a_mark() {
        var encoded = sent("'messages':[{'role':'system','content':'A'},"
                + "{'role':'system','content':[{'type':'text','text':'B'," + MARK + "},{'type':'text','text':'C'}]},"
                + "{'role':'user','content':'Go'}]");

        assertEquals(
                "[{'type':'text','text':'A'},{'type':'text','text':'B'," + MARK + "},{'type':'text','text':'C'}]",
                text(encoded, "/system"));
    }

    @Test
    void a_mark_stays_on_the_text_that_the_model_continues() {
        var encoded = sent("'messages':[{'role':'user','content':'Go'},"
                + "{'role':'assistant','content':'Once ','cache_control':{'type':'ephemeral'}}]");

        assertEquals("[{'type':'text','text':'Once'," + MARK + "}]", text(encoded, "/messages/1/content"));
    }

    @Test
    void a_mark_of_nothing_is_named() {
        var encoded = sent("'messages':[{'role':'user','content':[{'type':'text','text':' '," + MARK
                + "},{'type':'text','text':'Go'}]}]");

        assertEquals(List.of("cache_control"), encoded.droppedParams());
    }

    @Test
    void results_hold_documents_and_marks() {
        var pdf = "{'type':'file','file':{'file_data':'data:application/pdf;base64,QUJD'}," + MARK + "}";
        var encoded =
                sent("'messages':[{'role':'user','content':'Go'},{'role':'assistant','content':null,'tool_calls':["
                        + "{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','tool_call_id':'a','content':[{'type':'text','text':'See'}," + pdf + "]},"
                        + "{'role':'tool','tool_call_id':'lost','content':[{'type':'text','text':'x'," + MARK + "}]}]");

        assertEquals(
                "[{'type':'tool_result','tool_use_id':'a','content':[{'type':'text','text':'See'},{'type':'document',"
                        + "'source':{'type':'base64','media_type':'application/pdf','data':'QUJD'}," + MARK + "}]},"
                        + "{'type':'text','text':'Result of a function: x'," + MARK + "}]",
                text(encoded, "/messages/2/content"));
        assertEquals(List.of(), encoded.droppedParams());
    }

    @Test
    void a_text_that_is_none_is_not_taken() {
        var latin1 = new Content.Part.Document(
                new Content.Source.Inline("text/plain", "5PY="), Optional.empty(), Optional.empty());
        var asked = TestParams.of(MODEL).saying(TestParams.user(latin1));

        assertThrows(ProviderException.class, () -> asked.in(dialect));
    }

    @Test
    void an_image_of_the_assistant_is_never_left_out() {
        var drawn = new Message.Assistant(Optional.of(new Content.Parts(List.of(TestParams.imageUrl()))), List.of());
        var shown = new Message.System(new Content.Parts(List.of(TestParams.text("A"), TestParams.imageUrl())));

        assertThrows(
                ProviderException.class,
                () -> TestParams.of(MODEL).saying(shown).in(dialect));
        assertEquals(false, AnthropicBlocks.takes(TestParams.imageUrl(), drawn));
        assertEquals(false, AnthropicBlocks.takes(TestParams.imageUrl(), shown));
    }

    @ParameterizedTest
    @CsvSource({"2048, 6144", "0, 4096", "-5, 4096"})
    void the_default_limit_leaves_room_for_the_thoughts(long budget, long limit) {
        var encoded = sent("'messages':[{'role':'user','content':'Go'}],'thinking':{'type':'enabled','budget_tokens':"
                + budget + "}");

        assertEquals(limit, encoded.body().path("max_tokens").longValue());
    }

    @ParameterizedTest
    @CsvSource({"enabled, false", "adaptive, false", "disabled, true"})
    void a_text_is_continued_only_without_thinking(String type, boolean continued) {
        var fields =
                "'messages':[{'role':'user','content':'Go'},{'role':'assistant','content':'Once'}],'thinking':{'type':'"
                        + type + "'}";

        assertEquals(continued, dialect.continuesText(TestParams.chat(MODEL, fields)));
        assertEquals(continued ? 2 : 3, sent(fields).body().path("messages").size());
    }

    @Test
    void models_that_take_no_sampling_take_no_top_k() {
        var encoded =
                TestParams.sent(dialect, "claude-sonnet-5-5", "'messages':[{'role':'user','content':'Go'}],'top_k':5");

        assertEquals(List.of("top_k"), encoded.droppedParams());
    }

    private Encoded sent(String fields) {
        return TestParams.sent(dialect, MODEL, fields);
    }

    private static String text(Encoded encoded, String place) {
        return encoded.body().at(place).toString().replace('"', '\'');
    }
}
