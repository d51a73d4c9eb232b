package dev.caramba.surface.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.generation.Usage;
import dev.caramba.http.JsonBody;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Seal;
import dev.caramba.prompt.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pieces of one message, in short: {@code 0+text} begins a block, {@code 0:text} is a delta, {@code 0-} its end. */
class MessagePiecesTest {

    private static final String HI = "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";

    @Test
    void blocks_are_numbered_without_gaps_and_closed_before_the_next_one() {
        assertEquals(
                List.of("start", "0+thinking", "0:hm", "0-", "1+text", "1:So.", "1-", "2+tool_use", "2:{}", "2-"),
                blocks(
                        new Event.Reasoning("hm"),
                        new Event.Chunk("So."),
                        new Event.ToolCallStart(0, "a", "f"),
                        new Event.ToolCall(0, new FunctionCall("a", "f", "{}"))));
    }

    @Test
    void calls_that_come_by_turns_are_put_in_order() {
        assertEquals(
                List.of("start", "0+tool_use", "0:{\"x\":", "0:1}", "0-", "1+tool_use", "1:{\"y\":", "1:2}", "1-"),
                blocks(
                        new Event.ToolCallStart(0, "a", "f"),
                        new Event.ToolCallArguments(0, "{\"x\":"),
                        new Event.ToolCallStart(1, "b", "g"),
                        new Event.ToolCallArguments(1, "{\"y\":"),
                        new Event.ToolCallArguments(0, "1}"),
                        new Event.ToolCallArguments(1, "2}"),
                        new Event.ToolCall(0, new FunctionCall("a", "f", "{\"x\":1}")),
                        new Event.ToolCall(1, new FunctionCall("b", "g", "{\"y\":2}"))));
    }

    @Test
    void what_follows_a_call_that_is_not_complete_waits_for_its_end() {
        assertEquals(
                List.of("start", "0+tool_use", "0:{\"x\":", "0:1}", "0-", "1+text", "1:Done.", "1-"),
                blocks(
                        new Event.ToolCallStart(0, "a", "f"),
                        new Event.ToolCallArguments(0, "{\"x\":"),
                        new Event.Chunk("Done."),
                        new Event.ToolCallArguments(0, "1}")));
    }

    @Test
    void a_call_without_arguments_has_an_empty_object() {
        assertEquals(List.of("start", "0+tool_use", "0:{}", "0-"), blocks(new Event.ToolCallStart(0, "a", "f")));
    }

    @Test
    void a_whole_call_is_a_block_with_its_input_in_a_delta() {
        assertEquals(
                List.of("start", "0+tool_use", "0:{\"x\":1}", "0-"),
                blocks(new Event.ToolCall(0, new FunctionCall("a:1", "f", "{\"x\":1}"))));
    }

    @Test
    void reasoning_behind_text_opens_a_new_block() {
        assertEquals(
                List.of("start", "0+text", "0:a", "0-", "1+thinking", "1:b", "1-", "2+text", "2:c", "2-"),
                blocks(new Event.Chunk("a"), new Event.Reasoning("b"), new Event.Chunk("c")));
    }

    @Test
    void only_anthropics_signatures_are_given_out() {
        var ours = new Seal("anthropic-claude-v1", Optional.of("sig"), Optional.empty());
        var others = new Seal("openai-responses-v1", Optional.empty(), Optional.of("enc"));

        assertEquals(
                List.of("start", "0+thinking", "0:hm", "0:sig", "0-"),
                blocks(
                        new Event.Reasoning(0, "hm", Optional.of(ours)),
                        new Event.Reasoning(1, "", Optional.of(others))));
    }

    @Test
    void thinking_that_was_switched_off_is_not_given_out() {
        var pieces = pieces(",\"thinking\":{\"type\":\"disabled\"}");

        assertEquals(
                List.of("start", "0+text", "0:a", "0-"),
                shortened(pieces, new Event.Reasoning("b"), new Event.Chunk("a")));
    }

    @Test
    void the_providers_own_pieces_stay_as_they_are() {
        var given = List.of(
                "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"new\":1}}",
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"hologram\"}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"voxels\"}}",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                "{\"type\":\"novel\",\"a\":1.0}");
        var pieces = pieces("");
        var written = new ArrayList<String>();
        given.forEach(
                json -> pieces.of(new Event.Other(false, original(json))).forEach(out -> written.add(out.toString())));
        var end = "{\"type\":\"message_delta\",\"delta\":{\"zz\":true},\"usage\":{\"output_tokens\":4}}";
        pieces.end(new Event.Done(FinishReason.STOP, Optional.empty()).from(Optional.of(original(end))))
                .forEach(out -> written.add(out.toString()));

        assertEquals(
                Stream.concat(given.stream(), Stream.of(end, "{\"type\":\"message_stop\"}"))
                        .toList(),
                written);
    }

    @Test
    void an_answer_that_another_provider_continues_stays_one_message() {
        var start =
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}";
        var delta = "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}";

        assertEquals(
                List.of("message_start", "0+text", "0:a", "0:b", "0-", "1+tool_use", "1:{}", "1-"),
                shortened(
                        pieces(""),
                        new Event.Other(false, original("{\"type\":\"message_start\",\"message\":{}}")),
                        new Event.Other(false, original(start)),
                        new Event.Chunk("a").from(Optional.of(original(delta))),
                        new Event.Chunk("b"),
                        new Event.ToolCall(0, new FunctionCall("a", "f", "{}"))));
    }

    @Test
    void tokens_of_the_cache_are_no_input_and_untold_ones_are_nothing() {
        var usage = Usage.of(50, 7);
        var end = pieces("").end(new Event.Done(FinishReason.LENGTH, Optional.of(usage)));

        assertEquals("max_tokens", end.get(1).at("/delta/stop_reason").asText());
        assertEquals(
                "{\"input_tokens\":50,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":7,"
                        + "\"output_tokens_details\":{\"thinking_tokens\":0}}",
                end.get(1).path("usage").toString());
    }

    private static List<String> blocks(Event... events) {
        return shortened(pieces(""), events);
    }

    private static List<String> shortened(MessagePieces pieces, Event... events) {
        var out = new ArrayList<String>();
        for (var event : events) {
            pieces.of(event).forEach(piece -> out.add(shortened(piece)));
        }
        var end = pieces.end(new Event.Done(FinishReason.STOP, Optional.empty()));
        end.subList(0, end.size() - 2).forEach(piece -> out.add(shortened(piece)));
        return out;
    }

    private static String shortened(ObjectNode piece) {
        var index = piece.path("index").asText();
        return switch (piece.path("type").asText()) {
            case "content_block_start" ->
                index + "+" + piece.at("/content_block/type").asText();
            case "content_block_delta" ->
                index + ":"
                        + Stream.of("text", "thinking", "signature", "partial_json")
                                .map(name -> piece.path("delta").path(name).asText())
                                .reduce("", String::concat);
            case "content_block_stop" -> index + "-";
            case "message_start" -> piece.path("message").has("role") ? "start" : "message_start";
            default -> piece.toString();
        };
    }

    private static MessagePieces pieces(String more) {
        var text = HI.formatted(more);
        var body = new JsonBody(Json.object(text).orElseThrow(), text);
        var call = MessagesReader.message(body, Map.of(), Optional.empty(), false);
        return new MessagePieces(new MessageFrame(new MessagesRequest(call, body.json(), "r"), "m"));
    }

    private static Original original(String json) {
        return new Original(WireFormat.MESSAGES, Json.object(json).orElseThrow());
    }
}
