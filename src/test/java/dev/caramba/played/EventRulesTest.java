package dev.caramba.played;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.caramba.format.Json;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventRulesTest {

    private static final String PIECE = "{\"data\":{\"object\":\"chunk\",\"text\":\"$string\"}}";
    private static final String TEXT_IS = "[{\"$concat\":{\"path\":\"text\",\"of\":\"chunk\",\"is\":\"%s\"}}]";

    @Test
    void want_these_events_in_this_order_and_no_others() {
        var expect = expect("[{\"data\":{\"a\":1}},{\"data\":\"[DONE]\"}]", "[]", false);

        assertMet(expect, data("{\"a\":1,\"b\":2}", "[DONE]"));
        assertNotMet(expect, data("[DONE]", "{\"a\":1}"));
        assertNotMet(expect, data("{\"a\":1}"));
        assertNotMet(expect, data("{\"a\":1}", "[DONE]", "[DONE]"));
        assertNotMet(expect, data("{\"a\":1}", "{\"a\":1}", "[DONE]"));
        assertNotMet(expect, "");
    }

    @Test
    void want_a_name_where_one_is_given_and_none_where_none_is() {
        var named = expect("[{\"event\":\"start\",\"data\":{}}]", "[]", false);
        var unnamed = expect("[{\"data\":{}}]", "[]", false);

        assertMet(named, "event: start\ndata: {}\n\n");
        assertNotMet(named, "event: stop\ndata: {}\n\n");
        assertNotMet(named, data("{}"));
        assertMet(unnamed, data("{}"));
        assertMet(unnamed, "event: message\ndata: {}\n\n");
        assertNotMet(unnamed, "event: start\ndata: {}\n\n");
    }

    @Test
    void take_pieces_for_one_event_where_their_text_is_joined() {
        var expect = expect("[" + PIECE + ",{\"data\":\"[DONE]\"}]", TEXT_IS.formatted("One two."), false);

        assertMet(expect, data(piece("One two."), "[DONE]"));
        assertMet(expect, data(piece("One"), piece(" two"), piece("."), "[DONE]"));
        assertNotMet(expect, data(piece("One"), piece(" tw"), piece("."), "[DONE]"));
        assertNotMet(expect, data(piece("One"), "{\"object\":\"chunk\",\"other\":1}", piece(" two."), "[DONE]"));
        assertNotMet(expect, data("[DONE]"));
    }

    @Test
    void take_no_pieces_where_no_text_is_joined() {
        var expect = expect("[" + PIECE + "]", "[]", false);

        assertMet(expect, data(piece("One")));
        assertNotMet(expect, data(piece("One"), piece(" two.")));
    }

    @Test
    void join_the_texts_of_the_events_with_that_name_alone() {
        var expect = expect(
                "[{\"event\":\"a\",\"data\":{\"text\":\"$string\"}},{\"event\":\"b\"}]",
                "[{\"$concat\":{\"path\":\"text\",\"of\":\"a\",\"is\":\"One\"}}]",
                false);

        assertMet(expect, "event: a\ndata: {\"text\":\"One\"}\n\nevent: b\ndata: {\"text\":\" two.\"}\n\n");
        assertNotMet(expect, "event: a\ndata: {\"text\":\"Two\"}\n\nevent: b\ndata: {\"text\":\" two.\"}\n\n");
    }

    @Test
    void join_at_places_of_lists() {
        var expect = expect(
                "[{\"data\":{\"choices\":[{\"text\":\"$string\"}]}}]",
                "[{\"$concat\":{\"path\":\"choices.0.text\",\"is\":\"One two.\"}}]",
                false);

        assertMet(expect, data("{\"choices\":[{\"text\":\"One \"}]}", "{\"choices\":[{\"text\":\"two.\"}]}"));
        assertNotMet(expect, data("{\"choices\":[{\"text\":\"One \"}]}", "{\"choices\":[{\"text\":\"three.\"}]}"));
    }

    @Test
    void compare_joined_arguments_as_json() {
        var expect = expect(
                "[{\"data\":{\"arguments\":\"$string\"}}]",
                "[{\"$concat\":{\"path\":\"arguments\",\"is\":\"{\\\"a\\\": 1}\"}}]",
                false);

        assertMet(expect, data("{\"arguments\":\"{\\\"a\\\"\"}", "{\"arguments\":\":1}\"}"));
        assertNotMet(expect, data("{\"arguments\":\"{\\\"a\\\"\"}", "{\"arguments\":\":2}\"}"));
    }

    @Test
    void pass_over_pings_and_nothing_else_where_the_order_is_loose() {
        var events = "[{\"data\":{\"a\":1}},{\"data\":{\"a\":2}}]";
        var ping = "event: ping\ndata: {\"type\":\"ping\"}\n\n";

        assertMet(expect(events, "[]", true), ping + data("{\"a\":1}") + ping + data("{\"a\":2}") + ping);
        assertNotMet(expect(events, "[]", false), data("{\"a\":1}") + ping + data("{\"a\":2}"));
        assertNotMet(expect(events, "[]", false), data("{\"a\":1}") + data("{\"a\":2}") + ping);
        assertNotMet(expect(events, "[]", true), data("{\"a\":1}", "{\"b\":1}", "{\"a\":2}"));
    }

    @Test
    void keep_the_ids_of_the_events_that_match() {
        var expect = expect("[{\"data\":{\"id\":\"$id:a\"}},{\"data\":{\"id\":\"$id:a\"}}]", "[]", false);

        assertMet(expect, data("{\"id\":\"x\"}", "{\"id\":\"x\"}"));
        assertNotMet(expect, data("{\"id\":\"x\"}", "{\"id\":\"y\"}"));
    }

    @Test
    void read_a_stream_as_browsers_do() {
        var events = SurfaceEvent.read(
                "\uFEFF: a comment\n\nevent: none\n\ndata: {\"a\":\r\ndata:1}\r\nid: 7\r\n\r\nevent: x\rdata: text\r\rdata: cut");

        assertEquals(
                List.of("{\"a\":1}", "x \"text\""),
                events.stream().map(SurfaceEvent::shown).toList());
    }

    private static void assertMet(String expect, String stream) {
        assertEquals(List.of(), differences(expect, stream));
    }

    private static void assertNotMet(String expect, String stream) {
        assertFalse(differences(expect, stream).isEmpty(), stream);
    }

    private static List<String> differences(String expect, String stream) {
        return new EventRules(Json.parse(expect).orElseThrow(), FixtureRules.forReplies(new HashMap<>()))
                .differences(SurfaceEvent.read(stream));
    }

    private static String expect(String events, String concat, boolean loose) {
        return "{\"events\":%s,\"concat\":%s,\"events_loose\":%s}".formatted(events, concat, loose);
    }

    private static String piece(String text) {
        return "{\"object\":\"chunk\",\"text\":\"" + text + "\"}";
    }

    private static String data(String... data) {
        return Stream.of(data).map(item -> "data: " + item + "\n\n").collect(Collectors.joining());
    }
}
