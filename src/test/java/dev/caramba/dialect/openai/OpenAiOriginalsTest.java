package dev.caramba.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.Samples;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the events of the OpenAI family carry: the pieces of the answer in regular form, with all that is not known. */
class OpenAiOriginalsTest {

    private final OpenAiDecoder decoder = new OpenAiDecoder();

    @Test
    void a_piece_is_carried_with_everything_in_it() {
        var piece = "{'id':'r1','novel':1,'choices':[{'index':0,'x':[1],'delta':{'content':'Hi','y':{'z':0.10}},"
                + "'logprobs':{'content':[]},'finish_reason':null}],'obfuscation':'ab'}";

        var events = decode(piece);

        assertEquals(Json.parse(quoted(piece)), events.get(1).original().map(Original::json));
    }

    @Test
    void events_of_one_piece_carry_the_same_one() {
        var events = decode(delta("{'reasoning_content':'Hm.','content':'Hi','tool_calls':[{'index':0,'id':'a',"
                + "'function':{'name':'f','arguments':'{}'}}]}"));

        assertEquals(5, events.size());
        var pieces = events.stream().flatMap(event -> event.original().stream()).toList();
        assertEquals(4, pieces.size());
        pieces.forEach(piece -> assertSame(pieces.get(0), piece));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'id':'r1','choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':null}],'novel':1} | true",
                "{'id':'r1','choices':[{'index':0,'delta':{'reasoning':'Hm'}}],'usage':null}                 | true",
                "{'id':'r1','choices':[{'index':0,'delta':{'role':'assistant','content':'Hi'}}]}             | false",
                "{'id':'r1','choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':'stop'}]}         | false",
                "{'id':'r1','choices':[{'index':0,'delta':{'content':'Hi'}}],'usage':{'prompt_tokens':1}}    | false",
                "{'id':'r1','choices':[{'index':0,'delta':{'content':['Hi']}}]}                              | false",
            })
    void a_piece_of_text_in_regular_form_is_carried_as_it_was_written(String piece, boolean written) {
        var first = decode(piece).get(1).original().orElseThrow();

        assertEquals(written ? Optional.of(quoted(piece)) : Optional.empty(), first.text());
    }

    @Test
    void the_role_and_empty_deltas_are_not_carried() {
        assertEquals(List.of(), pieces(decode(delta("{'role':'assistant','content':'','refusal':null}"))));
        assertFalse(pieces(decode(delta("{'role':'assistant','content':'Hi'}")))
                .get(0)
                .at("/choices/0/delta")
                .has("role"));
    }

    @Test
    void unusual_fields_of_a_chunk_without_content_come_with_the_next() {
        decode("{'id':'','choices':[],'prompt_filter_results':[{'prompt_index':0}]}");

        var piece = pieces(decode(delta("{'content':'Hi'}"))).get(0);

        assertEquals(1, piece.get("prompt_filter_results").size());
        assertFalse(pieces(decode(delta("{'content':'Ho'}"))).get(0).has("prompt_filter_results"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void reasoning_keeps_its_name(String name) {
        var events = decode(delta("{'" + name + "':'Hm.'}"));

        assertEquals("Hm.", ((Event.Reasoning) events.get(1)).text());
        assertEquals(List.of(name), names(pieces(events).get(0).at("/choices/0/delta")));
    }

    @Test
    void reasoning_under_both_names_is_not_doubled() {
        var piece = pieces(decode(delta("{'reasoning':'Hm.','reasoning_content':'Hm.'}")))
                .get(0);

        assertEquals(List.of("reasoning_content"), names(piece.at("/choices/0/delta")));
    }

    @Test
    void the_end_is_a_piece_of_its_own_behind_the_content() {
        var pieces = pieces(decode(Samples.chunk("{\"content\":\"Hi\"}", "eos")));

        assertEquals("Hi", pieces.get(0).at("/choices/0/delta/content").textValue());
        assertTrue(pieces.get(0).at("/choices/0/finish_reason").isNull());
        assertTrue(pieces.get(1).at("/choices/0/delta").isEmpty());
        assertEquals("stop", pieces.get(1).at("/choices/0/finish_reason").textValue());
    }

    @ParameterizedTest
    @CsvSource({
        "stop, stop",
        "length, length",
        "content_filter, content_filter",
        "function_call, function_call",
        "eos, stop",
        "end_turn, stop",
        "max_tokens, length",
        "model_length, length",
        "sensitive, content_filter",
        "whatever, stop",
        "STOP, stop"
    })
    void finish_reasons_are_brought_into_regular_form(String told, String regular) {
        decode(delta("{'content':'Hi'}"));

        var piece = pieces(decode(Samples.chunk("{}", told))).get(0);

        assertEquals(regular, piece.at("/choices/0/finish_reason").textValue());
    }

    @Test
    void a_stop_behind_calls_is_the_calls() {
        decode(delta("{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}]}"));

        var piece = pieces(decode(Samples.chunk("{}", "stop"))).get(0);

        assertEquals("tool_calls", piece.at("/choices/0/finish_reason").textValue());
    }

    @Test
    void calls_come_in_regular_form_piece_by_piece() {
        var pieces = new ArrayList<JsonNode>();
        for (var fragment : List.of(
                "{'id':'a','type':'function','novel':1,'function':{'name':'f','arguments':''}}",
                "{'id':'a','function':{'name':'f','arguments':'{\\\"n\\\"'}}",
                "{'id':'a','function':{'arguments':':1}'}}")) {
            pieces.addAll(pieces(decode(delta("{'tool_calls':[" + fragment + "]}"))));
        }

        assertEquals(
                List.of(
                        "{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"},\"novel\":1}",
                        "{\"index\":0,\"function\":{\"arguments\":\"{\\\"n\\\"\"}}",
                        "{\"index\":0,\"function\":{\"arguments\":\":1}\"}}"),
                pieces.stream()
                        .map(piece -> piece.at("/choices/0/delta/tool_calls/0").toString())
                        .toList());
    }

    @Test
    void calls_by_turns_keep_their_indices() {
        decode(delta("{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':''}}]}"));
        decode(delta("{'tool_calls':[{'index':1,'id':'b','function':{'name':'g','arguments':''}}]}"));

        var first = decode(delta("{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}"));
        var second = decode(delta("{'tool_calls':[{'index':1,'function':{'arguments':'{}'}}]}"));

        assertEquals(new Event.ToolCallArguments(0, "{}"), first.get(0).plain());
        assertEquals(new Event.ToolCallArguments(1, "{}"), second.get(0).plain());
    }

    @Test
    void a_custom_call_stays_one() {
        decode(delta("{'tool_calls':[{'index':0,'id':'a','type':'custom','custom':{'name':'sql','input':'SELECT'}}]}"));
        var piece = pieces(decode(delta("{'tool_calls':[{'index':0,'custom':{'input':' 1'}}]}")))
                .get(0);
        var call = (Event.ToolCall) decode(Samples.chunk("{}", "tool_calls")).get(0);

        assertEquals(
                " 1", piece.at("/choices/0/delta/tool_calls/0/custom/input").textValue());
        assertTrue(call.function().custom());
        assertEquals("SELECT 1", call.function().arguments());
    }

    @Test
    void other_choices_are_carried_and_the_answer_ends_with_the_last_of_them() {
        decode(choice(0, "A", "null"));
        var second = decode(choice(1, "B", "null"));
        decode(choice(0, "", "'stop'"));
        assertFalse(decoder.complete());
        decode(choice(1, "", "'length'"));

        assertTrue(decoder.complete());
        assertEquals("B", pieces(second).get(0).at("/choices/0/delta/content").textValue());
        assertTrue(second.stream().noneMatch(Event.Chunk.class::isInstance));
        assertTrue(second.get(0).commits());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'choices':[],'usage':USAGE}",
                "{'choices':[],'x_groq':{'id':'r','usage':USAGE}}",
                "{'choices':[{'index':0,'delta':{},'usage':USAGE}]}"
            })
    void the_usage_is_found_where_servers_put_it_and_comes_at_the_end(String told) {
        decode(delta("{'content':'Hi'}"));
        decode(Samples.chunk("{}", "stop"));

        var events = decode(told.replace(
                "USAGE", "{'prompt_tokens':9,'completion_tokens':3,'prompt_cache_hit_tokens':4,'cost':0.5}"));

        var done = (Event.Done) events.get(events.size() - 1);
        assertEquals(4, done.usage().orElseThrow().cachedInputTokens().orElseThrow());
        var usage = done.original().orElseThrow().json();
        assertEquals(0, usage.get("choices").size());
        assertEquals("0.5", usage.at("/usage/cost").asText());
        assertEquals(4, usage.at("/usage/prompt_tokens_details/cached_tokens").asInt());
    }

    @Test
    void no_piece_but_the_last_has_a_usage() {
        var pieces =
                pieces(decode(delta("{'content':'Hi'}").replace("'choices'", "'usage':{'prompt_tokens':1},'choices'")));

        assertFalse(pieces.get(0).has("usage"));
    }

    @Test
    void a_whole_answer_is_carried_by_its_end() {
        var body = "{'id':'r1','model':'m','choices':[{'index':0,'message':{'role':'assistant','content':'Hi',"
                + "'annotations':[{'type':'url_citation'}],'novel':1},'finish_reason':'stop','logprobs':null}],"
                + "'usage':{'prompt_tokens':1,'completion_tokens':2,'cost':0.1},'service_tier':'x'}";

        var events = OpenAiDecoder.decodeWhole(quoted(body));

        assertEquals(
                Json.parse(quoted(body)),
                events.get(events.size() - 1).original().map(Original::json));
    }

    @Test
    void a_whole_answer_is_brought_into_regular_form() {
        var body = "{'choices':[{'message':{'content':[{'type':'thinking','thinking':[{'type':'text','text':'Hm.'}]},"
                + "{'type':'text','text':'Hi'}],'tool_calls':[{'id':'a','function':{'name':'f','arguments':{'n':1}}}]},"
                + "'finish_reason':'stop'},{'index':1,'message':{'content':'Ho','tool_calls':[]},'finish_reason':null}]}";

        var events = OpenAiDecoder.decodeWhole(quoted(body));

        var choices =
                events.get(events.size() - 1).original().orElseThrow().json().get("choices");
        assertEquals("Hi", choices.at("/0/message/content").textValue());
        assertEquals("Hm.", choices.at("/0/message/reasoning_content").textValue());
        assertEquals(
                "{\"n\":1}",
                choices.at("/0/message/tool_calls/0/function/arguments").textValue());
        assertEquals("tool_calls", choices.at("/0/finish_reason").textValue());
        assertFalse(choices.at("/1/message").has("tool_calls"));
        assertEquals("stop", choices.at("/1/finish_reason").textValue());
    }

    private List<Event> decode(String data) {
        return decoder.decode(new Frame("", quoted(data), true));
    }

    private static List<JsonNode> pieces(List<Event> events) {
        return events.stream()
                .flatMap(event -> event.original().stream())
                .map(Original::json)
                .distinct()
                .map(JsonNode.class::cast)
                .toList();
    }

    private static List<String> names(JsonNode object) {
        return Stream.of(object)
                .flatMap(json -> json.properties().stream())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String delta(String delta) {
        return "{'id':'r1','model':'m','choices':[{'index':0,'delta':" + delta + ",'finish_reason':null}]}";
    }

    private static String choice(int index, String text, String finish) {
        return "{'id':'r1','choices':[{'index':" + index + ",'delta':{'content':'" + text + "'},'finish_reason':"
                + finish + "}]}";
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
