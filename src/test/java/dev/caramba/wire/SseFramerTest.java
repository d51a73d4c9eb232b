package dev.caramba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseFramerTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void ends_lines_at_every_line_end_wherever_the_bytes_are_cut(String lineEnd) {
        var body = "event: a\ndata: 1\n\n: comment\ndata: 2\n\n".replace("\n", lineEnd);

        assertFramesHoweverCut(body, new Frame("a", "1", true), new Frame("", "2", true));
    }

    @Test
    void mixes_line_ends() {
        assertFramesHoweverCut("data: 1\r\ndata: 2\rdata: 3\n\r\ndata: 4\r\r", closed("1\n2\n3"), closed("4"));
    }

    @Test
    void decodes_characters_wherever_the_bytes_are_cut() {
        assertFramesHoweverCut(
                "data: aß€😀z\n\nevent: größe\ndata: ü\n\n", closed("aß€😀z"), new Frame("größe", "ü", true));
    }

    @Test
    void passes_over_one_byte_order_mark() {
        assertFramesHoweverCut("\uFEFFdata: 1\n\n\uFEFFdata: 2\n\ndata: \uFEFF3\n\n", closed("1"), closed("\uFEFF3"));
    }

    @Test
    void passes_over_comments_unknown_fields_ids_and_retries() {
        assertFramesHoweverCut(": hi\nid: 7\nretry: 10\nfoo: bar\nfoo\ndata: 1\n:\n\n", closed("1"));
    }

    @Test
    void joins_data_lines_with_line_feeds() {
        assertFramesHoweverCut("data: {\ndata:  \"a\": 1\ndata\ndata:\ndata: }\n\n", closed("{\n \"a\": 1\n\n\n}"));
    }

    @Test
    void takes_off_at_most_one_space_after_the_colon() {
        assertFramesHoweverCut("data:1\n\ndata:  2\n\ndata:a: b\n\n", closed("1"), closed(" 2"), closed("a: b"));
    }

    @Test
    void gives_out_no_event_without_data() {
        assertFramesHoweverCut("event: ping\n\n\n\n: comment\n\ndata: 1\n\n", closed("1"));
    }

    @Test
    void gives_out_an_event_with_empty_data() {
        assertFramesHoweverCut("data\n\ndata:\n\n", closed(""), closed(""));
    }

    @Test
    void last_of_several_event_names_wins() {
        assertFramesHoweverCut("event: a\nevent: b\ndata: 1\n\n", new Frame("b", "1", true));
    }

    @Test
    void marks_what_the_end_of_the_body_left_open() {
        assertFramesHoweverCut("data: 1\n\nevent: e\ndata: 2\n", closed("1"), new Frame("e", "2", false));
        assertFramesHoweverCut("data: 1\n\ndata: 2", closed("1"), new Frame("", "2", false));
        assertFramesHoweverCut("data: 1\r\r\ndata: 2\r", closed("1"), new Frame("", "2", false));
        assertFramesHoweverCut("data: 1\n\nevent: e", closed("1"));
        assertFramesHoweverCut("");
    }

    @Test
    void reads_bare_json_between_events_on_request() {
        var body = "data: 1\n\n{\n  \"data\": 2\n}\n\n: comment\nfoo: 3\n\n[{\r\n}]";
        var expected = List.of(closed("1"), closed("{\n  \"data\": 2\n}"), new Frame("", "[{\n}]", false));

        FramerCuts.assertFrames(() -> new SseFramer(1000, true), body, expected);
        assertFramesHoweverCut(body, closed("1"));
    }

    @Test
    void bare_json_closes_an_event_that_no_blank_line_closed() {
        var expected = List.of(new Frame("e", "1", true), closed("{}"), closed("2"));

        FramerCuts.assertFrames(() -> new SseFramer(1000, true), "event: e\ndata: 1\n{}\n\ndata: 2\n\n", expected);
    }

    @Test
    void replaces_bytes_that_are_no_characters() {
        var framer = new SseFramer(100);

        var frames =
                framer.feed(Buffer.buffer("data: a").appendByte((byte) 0xC3).appendString("\n\n"));

        assertEquals(List.of(closed("a\uFFFD")), frames);
    }

    @Test
    void takes_a_frame_up_to_the_limit() {
        var framer = new SseFramer(10);

        assertEquals(List.of(closed("1234")), framer.feed(Buffer.buffer("data: 1234\n\n")));
        assertEquals(List.of(closed("1234\n56789")), framer.feed(Buffer.buffer("data:1234\ndata:56789\n\n")));
        assertEquals(List.of(closed("1234")), framer.feed(Buffer.buffer("data: 1234\n\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: 12345\n", // one line
                "data: 12345", // not ended either
                "data:12345\ndata:67890\ndata:1\n", // several lines
                "data:\ndata:\ndata:\ndata:\ndata:\ndata:\ndata:\ndata:\ndata:\ndata:\ndata:\ndata:\ndata:\n",
                ": a comment",
                "event: name"
            })
    void fails_when_a_frame_passes_the_limit(String body) {
        var framer = new SseFramer(10);

        var e = assertThrows(WireException.class, () -> framer.feed(Buffer.buffer(body)));

        assertEquals(WireException.Reason.MALFORMED, e.reason());
    }

    private static Frame closed(String data) {
        return new Frame("", data, true);
    }

    private static void assertFramesHoweverCut(String body, Frame... expected) {
        FramerCuts.assertFrames(() -> new SseFramer(1000), body, List.of(expected));
    }
}
