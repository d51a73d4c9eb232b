package dev.caramba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesFramerTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void cuts_at_every_line_end_wherever_the_bytes_are_cut(String lineEnd) {
        assertFramesHoweverCut(
                "{\"a\":1}\n{\"b\":\"x y\"}\n".replace("\n", lineEnd), line("{\"a\":1}"), line("{\"b\":\"x y\"}"));
    }

    @Test
    void decodes_characters_wherever_the_bytes_are_cut() {
        assertFramesHoweverCut("\"aß€😀z\"\n\"ü\"\n", line("\"aß€😀z\""), line("\"ü\""));
    }

    @Test
    void passes_over_blank_lines_and_a_byte_order_mark() {
        assertFramesHoweverCut("\uFEFF1\n\n \t\r\n\r\n2\n\n", line("1"), line("2"));
    }

    @Test
    void marks_a_last_line_without_an_end() {
        assertFramesHoweverCut("1\n{\"a\"", line("1"), new Frame("", "{\"a\"", false));
        assertFramesHoweverCut("1\n  ", line("1"));
        assertFramesHoweverCut("");
    }

    @Test
    void does_not_read_fields_as_an_event_stream_does() {
        assertFramesHoweverCut("data: 1\n: 2\n", line("data: 1"), line(": 2"));
    }

    @Test
    void takes_a_line_up_to_the_limit_and_no_longer() {
        var framer = new JsonLinesFramer(300);
        var longest = "x".repeat(300);

        assertEquals(List.of(line(longest)), framer.feed(Buffer.buffer(longest + "\n")));
        var e = assertThrows(WireException.class, () -> framer.feed(Buffer.buffer(longest + "x")));

        assertEquals(WireException.Reason.MALFORMED, e.reason());
    }

    private static Frame line(String data) {
        return new Frame("", data, true);
    }

    private static void assertFramesHoweverCut(String body, Frame... expected) {
        FramerCuts.assertFrames(() -> new JsonLinesFramer(1000), body, List.of(expected));
    }
}
