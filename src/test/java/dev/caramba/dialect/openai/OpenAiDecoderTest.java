package dev.caramba.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.Meaning;
import dev.caramba.dialect.Samples;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.Usage;
import dev.caramba.wire.Frame;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenAiDecoderTest {

    private static final String STOP = Samples.chunk("{}", "stop");
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}";
    private static final Event START = new Event.Start(Optional.of("r1"), Optional.of("m"));

    private final OpenAiDecoder decoder = new OpenAiDecoder();

    @Test
    void the_end_waits_for_usage_after_the_finish_reason() {
        var first = decode(text("Hi"));
        assertFalse(decoder.complete());
        var finish = decode(STOP);
        assertTrue(decoder.complete());
        var last = decode(USAGE);

        assertEquals(List.of(START, new Event.Chunk("Hi")), first);
        assertEquals(List.of(), finish);
        assertEquals(1, last.size());
        var done = (Event.Done) last.get(0);
        assertEquals(FinishReason.STOP, done.finishReason());
        assertEquals(3, done.usage().map(Usage::inputTokens).orElseThrow().getAsLong());
    }

    @Test
    void usage_on_the_finish_chunk_ends_the_answer_at_once() {
        decode(text("Hi"));

        var last = decode(STOP.replace("\"choices\"", "\"usage\":{\"prompt_tokens\":3},\"choices\""));

        assertEquals(FinishReason.STOP, ((Event.Done) last.get(0)).finishReason());
    }

    @Test
    void usage_told_before_the_finish_is_kept_but_does_not_end_the_answer() {
        decode(text("Hi").replace("\"choices\"", "\"usage\":{\"prompt_tokens\":3},\"choices\""));

        assertEquals(List.of(), decode(STOP));
        var done = (Event.Done) decoder.end().get(0);
        assertTrue(done.usage().isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "7",
                "{\"prompt_tokens\":\"3\"}",
                "{\"prompt_tokens\":-3,\"total_tokens\":null}"
            })
    void usage_without_a_figure_is_none(String usage) {
        decode(text("Hi").replace("\"choices\"", "\"usage\":" + usage + ",\"choices\""));
        decode(STOP);

        assertEquals(List.of(new Event.Done(FinishReason.STOP, Optional.empty())), decoder.end());
    }

    @Test
    void a_finish_reason_is_enough_without_a_done_mark() {
        decode(text("Hi"));
        decode(STOP);

        assertEquals(List.of(new Event.Done(FinishReason.STOP, Optional.empty())), decoder.end());
        assertEquals(List.of(), decoder.end());
    }

    @Test
    void a_done_mark_is_enough_without_a_finish_reason() {
        decode(text("Hi"));

        assertEquals(List.of(new Event.Done(FinishReason.OTHER, Optional.empty())), decode("[DONE]"));
        assertTrue(decoder.complete());
    }

    @Test
    void what_follows_the_end_is_ignored() {
        decode(text("Hi"));
        decode("[DONE]");

        assertEquals(List.of(), decode("{broken"));
        assertEquals(List.of(), decode(text("more")));
        assertEquals(List.of(), decoder.end());
    }

    @Test
    void an_answer_that_ends_early_is_a_network_failure() {
        decode(text("Hi"));

        assertEquals(
                FailureKind.NETWORK,
                assertThrows(ProviderException.class, decoder::end).failure().kind());
    }

    @Test
    void an_open_last_event_counts_when_it_is_whole() {
        decode(text("Hi"));

        assertEquals(List.of(), decoder.decode(new Frame("", "{\"choices\":[{\"del", false)));
        assertFalse(decoder.complete());
        assertEquals(List.of(), Meaning.of(decoder.decode(new Frame("", STOP, false))));
        assertTrue(decoder.complete());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eos_token | STOP",
                "END_TURN | STOP",
                "STOP | STOP",
                "max_tokens | LENGTH",
                "tool_use | TOOL_CALLS",
                "function_call | TOOL_CALLS",
                "content_filter | CONTENT_FILTER",
                "whatever | OTHER"
            })
    void knows_the_finish_reasons_of_many_servers(String told, FinishReason expected) {
        decode(Samples.chunk("{\"content\":\"Hi\"}", told));

        assertEquals(List.of(new Event.Done(expected, Optional.empty())), decoder.end());
    }

    @Test
    void the_start_waits_for_the_first_choice_and_knows_the_id_by_then() {
        var before = decode("{\"id\":\"\",\"model\":\"\",\"choices\":[],\"prompt_filter_results\":[]}");
        var after = decode(text("Hi"));

        assertEquals(List.of(), before);
        assertEquals(START, after.get(0));
    }

    @Test
    void parts_are_text_or_thoughts() {
        var events = decode(Samples.chunk(
                "{\"reasoning\":\"hm\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\"},"
                        + "{\"type\":\"text\",\"text\":\"A\"},\"B\"]}",
                ""));

        assertEquals(List.of(START, new Event.Reasoning("hm"), new Event.Chunk("AB")), events);
    }

    @Test
    void a_refusal_is_text_and_ends_as_content_filter() {
        var events = decode(Samples.chunk("{\"content\":null,\"refusal\":\"No.\"}", "stop"));

        assertEquals(List.of(START, new Event.Chunk("No.")), events);
        assertEquals(List.of(new Event.Done(FinishReason.CONTENT_FILTER, Optional.empty())), decoder.end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"type\":\"ping\"}", "{\"object\":\"gateway.trace\",\"n\":1}"})
    void keep_alives_are_skipped(String data) {
        assertEquals(List.of(), decode(data));
        assertEquals(List.of(), decoder.decode(new Frame("ping", "{}", true)));
        assertEquals(List.of(START, new Event.Chunk("Hi")), decode(text("Hi")));
    }

    private List<Event> decode(String data) {
        return Meaning.of(decoder.decode(new Frame("", data, true)));
    }

    private static String text(String text) {
        return Samples.chunk("{\"content\":\"" + text + "\"}", "");
    }
}
