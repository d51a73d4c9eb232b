package dev.caramba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFramerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\r\n\r\n",
                "\uFEFF",
                "\uFEFF\n",
                "\n \uFEFF",
                ": ping\n\n",
                ":\n",
                "id: 7\n",
                "retry: 10\n",
                "retry:10\r\n"
            })
    void an_event_stream_is_told_by_its_first_field(String before) {
        for (boolean streamed : new boolean[] {true, false}) {
            assertFrames(Framing.SSE, streamed, before + "data: {}\n\ndata:[1]\n\n", event("{}"), event("[1]"));
            assertFrames(Framing.JSON_LINES, streamed, before + "event: x\ndata: 1\n\n", new Frame("x", "1", true));
        }
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void a_document_is_one_frame_whatever_was_asked_for(Framing framing) {
        var document = "{\n  \"a\": \"}] \\\"{ \\\\\",\n  \"b\": [{}, [1]]\n}";
        for (boolean streamed : new boolean[] {true, false}) {
            assertFrames(framing, streamed, document, whole(document));
            assertFrames(framing, streamed, "\uFEFF\n\n" + document + "\n", whole(document + "\n"));
        }
        assertFrames(framing, false, "{\"a\":1}\n", whole("{\"a\":1}\n"));
    }

    @Test
    void a_document_of_one_line_is_one_line_of_json() {
        assertFrames(Framing.SSE, true, "{\"a\":1}\n", whole("{\"a\":1}\n"));
        assertFrames(Framing.JSON_LINES, true, "{\"a\":1}\n", event("{\"a\":1}"));
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void lines_of_json_are_told_by_the_second_line(Framing framing) {
        for (boolean streamed : new boolean[] {true, false}) {
            assertFrames(framing, streamed, "\n{\"a\":\"{\"}\r\n{}\n", event("{\"a\":\"{\"}"), event("{}"));
        }
    }

    @Test
    void blank_lines_may_stand_between_lines_of_json() {
        assertFrames(Framing.JSON_LINES, false, "{}\n\n\n[1]\n{}\n", whole("{}\n\n\n[1]\n{}\n"));
        assertFrames(Framing.JSON_LINES, false, "{}\n\n\n{}\n", event("{}"), event("{}"));
    }

    @Test
    void a_document_that_is_behind_its_end_is_not_waited_for() {
        var framer = new BodyFramer(Framing.SSE, 1000, true);

        assertEquals(List.of(whole("{\"error\":1}")), framer.feed(Buffer.buffer("{\"error\":1}\n\n")));
        assertEquals(List.of(), framer.feed(Buffer.buffer("data: [DONE]\n\n")));
        assertEquals(List.of(), framer.end());
        assertFrames(Framing.SSE_OR_BARE_JSON, true, "{\"error\":1}\ndata: [DONE]\n\n", whole("{\"error\":1}"));
    }

    @Test
    void each_line_of_json_is_given_out_as_it_ends() {
        var framer = new BodyFramer(Framing.JSON_LINES, 1000, true);

        assertEquals(List.of(), framer.feed(Buffer.buffer("{\"a\"")));
        assertEquals(List.of(event("{\"a\":1}")), framer.feed(Buffer.buffer(":1}\n")));
    }

    @Test
    void what_begins_in_no_known_way_is_what_was_asked_for() {
        assertFrames(Framing.SSE, true, "dat\ndata: 1\n\n", event("1"));
        assertFrames(Framing.SSE, true, "x: y\ndata: 1\n\n", event("1"));
        assertFrames(Framing.SSE, true, "ev");
        assertFrames(Framing.SSE, true, "");
        assertFrames(Framing.SSE, false, "upstream error", whole("upstream error"));
        assertFrames(Framing.SSE, false, "ev", whole("ev"));
        assertFrames(Framing.SSE, false, " ", whole(""));
        assertFrames(Framing.SSE, true, "<html>\n\ndata: 1\n\n</html>", whole("<html>\n\ndata: 1\n\n</html>"));
    }

    @Test
    void a_document_with_something_behind_it_stays_whole_for_the_dialect_to_refuse() {
        assertFrames(Framing.SSE, false, "{} {}", whole("{} {}"));
        assertFrames(Framing.SSE, true, "{}\n!", whole("{}\n!"));
        assertFrames(Framing.SSE, true, "{\"a\":", whole("{\"a\":"));
    }

    @Test
    void says_whether_the_bytes_so_far_are_a_document() {
        var framer = new BodyFramer(Framing.SSE, 1000, true);
        framer.feed(Buffer.buffer("\n"));
        assertFalse(framer.inDocument());
        framer.feed(Buffer.buffer("{"));
        assertTrue(framer.inDocument());

        var stream = new BodyFramer(Framing.SSE, 1000, true);
        stream.feed(Buffer.buffer(": ping\n\n"));
        assertFalse(stream.inDocument());
    }

    private static Frame event(String data) {
        return new Frame("", data, true);
    }

    private static Frame whole(String data) {
        return new Frame("", data, true, true);
    }

    private static void assertFrames(Framing framing, boolean streamed, String body, Frame... expected) {
        FramerCuts.assertFrames(() -> new BodyFramer(framing, 1000, streamed), body, List.of(expected));
    }
}
