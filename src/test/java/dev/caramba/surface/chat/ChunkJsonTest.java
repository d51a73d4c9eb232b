package dev.caramba.surface.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.prompt.WireFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pieces of a provider of this format, as they go out to the caller. */
class ChunkJsonTest {

    private static final String HEAD =
            "\"id\":\"r1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m-1\"";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "false | ``                   | ``",
                "false | `,\"usage\":null`    | ``",
                "true  | `,\"usage\":null`    | `,\"usage\":null`",
                "true  | ``                   | `,\"usage\":null`",
            })
    void a_piece_goes_out_as_it_was_written_but_for_the_usage(boolean asked, String told, String given) {
        var chunks = new ChunkJson("m", asked);
        chunks.of(new Event.Chunk("a").from(piece(HEAD, "a", "")));

        var written = "{" + HEAD + ",\"choices\":[{\"index\":0, \"delta\":{\"content\":\"b\"},\"x\":0.10}]%s}";
        var text = written.formatted(told);
        var again = chunks.of(new Event.Chunk("b")
                .from(Optional.of(
                        new Original(WireFormat.CHAT, Json.object(text).orElseThrow(), Optional.of(text)))));

        assertEquals("data: " + written.formatted(given) + "\n\n", again);
    }

    @Test
    void a_piece_of_another_answer_gets_the_head_of_the_first() {
        var chunks = new ChunkJson("m", false);
        chunks.of(new Event.Chunk("a").from(piece(HEAD, "a", "")));

        var again = chunks.of(new Event.Chunk("b").from(piece(HEAD.replace("r1", "r2"), "b", ",\"novel\":1")));

        var data = Json.object(again.substring("data: ".length()).strip()).orElseThrow();
        assertEquals("r1", data.get("id").asText());
        assertEquals(1, data.get("novel").asInt());
        assertEquals("b", data.at("/choices/0/delta/content").asText());
    }

    @Test
    void events_of_one_piece_go_out_once() {
        var chunks = new ChunkJson("m", false);
        var piece = piece(HEAD, "a", "");

        chunks.of(new Event.Reasoning("Hm.").from(piece));

        assertEquals("", chunks.of(new Event.Chunk("a").from(piece)));
    }

    private static Optional<Original> piece(String head, String content, String more) {
        var text = "{" + head + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content
                + "\"},\"finish_reason\":null}]" + more + "}";
        return Optional.of(new Original(WireFormat.CHAT, Json.object(text).orElseThrow(), Optional.of(text)));
    }
}
