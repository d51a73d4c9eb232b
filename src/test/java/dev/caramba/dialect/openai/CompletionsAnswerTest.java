package dev.caramba.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.Decoder;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ProviderException;
import dev.caramba.wire.Frame;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionsAnswerTest {

    private static final String USAGE = "{'prompt_tokens':3,'completion_tokens':1,'total_tokens':4}";

    private final Decoder one = CompletionsAnswer.format(1).decoder();
    private final Decoder two = CompletionsAnswer.format(2).decoder();

    @Test
    void a_piece_is_carried_as_it_was_written() {
        var piece = "{'id':'r1','choices':[{'text':'Hi','index':0,'logprobs':null,'x':0.10}],'novel':{'b':1,'a':[]}}";

        var events = decode(one, piece);

        assertEquals("Hi", ((Event.Chunk) events.get(1)).text());
        assertEquals(
                Optional.of(quoted(piece)),
                events.get(1).original().orElseThrow().text());
    }

    @Test
    void the_texts_of_other_choices_are_carried() {
        var events = decode(two, "{'choices':[{'text':'B','index':1}]}");

        assertTrue(((Event.Other) events.get(1)).content());
    }

    @Test
    void the_end_of_a_choice_is_no_content() {
        var events = decode(one, piece("", "'stop'"));

        assertFalse(((Event.Other) events.get(1)).content());
        assertTrue(one.complete());
    }

    @Test
    void the_end_waits_for_all_choices() {
        decode(two, "{'choices':[{'text':'A','index':0,'finish_reason':'stop'}]}");
        assertFalse(two.complete());
        assertEquals(
                FailureKind.NETWORK,
                assertThrows(ProviderException.class, two::end).failure().kind());

        decode(two, "{'choices':[{'text':'','index':1,'finish_reason':'length'}]}");

        assertTrue(two.complete());
    }

    @Test
    void a_done_mark_is_the_end_whatever_was_told() {
        decode(two, piece("A", "null"));

        var end = two.decode(new Frame("", "[DONE]", true));

        assertEquals(FinishReason.OTHER, ((Event.Done) end.get(0)).finishReason());
    }

    @Test
    void the_usage_comes_with_the_end_as_it_was_told() {
        decode(one, piece("A", "'length'"));

        var end = decode(one, "{'id':'r1','choices':[],'usage':" + USAGE + ",'x':1}");

        var done = (Event.Done) end.get(0);
        assertEquals(FinishReason.LENGTH, done.finishReason());
        assertEquals(4, done.usage().orElseThrow().totalTokens().getAsLong());
        assertEquals(1, done.original().orElseThrow().json().path("x").asInt());
    }

    @Test
    void usage_beside_a_choice_is_in_its_piece_alone() {
        var events = decode(one, piece("A", "'stop'").replace("'choices'", "'usage':" + USAGE + ",'choices'"));

        assertEquals(3, events.size());
        assertTrue(events.get(1).original().orElseThrow().json().has("usage"));
        assertEquals(Optional.empty(), events.get(2).original());
    }

    @Test
    void unusual_fields_of_a_piece_that_says_nothing_come_with_the_next() {
        var first = decode(one, "{'prompt_token_ids':[1,2],'choices':[{'text':'','index':0}]}");
        var second = decode(one, piece("A", "null"));

        assertEquals(1, first.size());
        assertInstanceOf(Event.Start.class, first.get(0));
        assertEquals(
                2,
                second.get(0)
                        .original()
                        .orElseThrow()
                        .json()
                        .path("prompt_token_ids")
                        .size());
    }

    @Test
    void a_whole_answer_is_one_piece_and_its_end() {
        var events = whole("{'choices':[{'text':'A','index':0,'finish_reason':'stop'},{'text':'B','index':1}],'usage':"
                + USAGE + "}");

        assertEquals("A", ((Event.Chunk) events.get(1)).text());
        assertSame(
                events.get(1).original().orElseThrow(), events.get(2).original().orElseThrow());
        assertEquals(FinishReason.STOP, ((Event.Done) events.get(2)).finishReason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{'choices':{}}",
                "{'choices':[]}",
                "{'choices':['Hi']}",
                "{'choices':[{'index':0,'message':{'content':'Hi'}}]}",
                "{'choices':[{'index':0,'text':7}]}"
            })
    void a_whole_answer_that_is_none_is_a_protocol_failure(String body) {
        assertEquals(
                FailureKind.PROTOCOL,
                assertThrows(ProviderException.class, () -> whole(body))
                        .failure()
                        .kind());
    }

    @Test
    void an_error_is_a_failure_of_its_own_kind() {
        var thrown = assertThrows(
                ProviderException.class,
                () -> decode(one, "{'error':{'message':'busy','code':'rate_limit_exceeded'}}"));

        assertEquals(FailureKind.RATE_LIMITED, thrown.failure().kind());
    }

    @Test
    void a_chunk_without_choices_is_a_gap() {
        assertThrows(ProviderException.class, () -> decode(one, "{'object':'text_completion'}"));
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, 404, UNSUPPORTED",
        "NOT_FOUND, 400, UNSUPPORTED",
        "INVALID_REQUEST, 405, UNSUPPORTED",
        "UNAVAILABLE, 501, UNSUPPORTED",
        "INVALID_REQUEST, 400, INVALID_REQUEST",
        "UNAVAILABLE, 500, UNAVAILABLE",
        "RATE_LIMITED, 429, RATE_LIMITED"
    })
    void a_missing_path_or_model_says_nothing_about_the_target(FailureKind told, int status, FailureKind meant) {
        var failure = Failure.of(told, "no").withStatus(status);

        assertEquals(meant, CompletionsAnswer.format(1).meantBy(failure).kind());
    }

    private static String piece(String text, String finish) {
        return "{'id':'r1','choices':[{'text':'" + text + "','index':0,'finish_reason':" + finish + "}]}";
    }

    private static List<Event> decode(Decoder decoder, String data) {
        return decoder.decode(new Frame("", quoted(data), true));
    }

    private static List<Event> whole(String body) {
        return CompletionsAnswer.format(1).decodeWhole(quoted(body));
    }

    private static String quoted(String json) {
        var text = json.replace('\'', '"');
        assertTrue(Json.parse(text).isPresent(), text);
        return text;
    }
}
