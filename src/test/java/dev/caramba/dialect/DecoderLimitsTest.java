package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.wire.Frame;
import dev.caramba.wire.WireException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one answer can cost, whoever sends it. */
final class DecoderLimitsTest {

    private static final Dialects DIALECTS = new Dialects(List.of());
    private static final int MAX_FRAME = 64 << 10;
    private static final int LONG_TEXT = 100_000;
    private static final int REPEATS = 100;

    /** Stay where they are, so that what one keeps is all that is new: a collection each is enough, and they are slow. */
    private static final List<Decoder> MEASURED = new ArrayList<>();

    private static long used;

    @BeforeAll
    static void measure() {
        used = usedMemory();
    }

    @AfterAll
    static void forget() {
        MEASURED.clear();
    }

    static Stream<Dialect> dialects() {
        return DIALECTS.names().stream().map(name -> DIALECTS.named(name).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void an_endless_line_is_refused(Dialect dialect) {
        var framer = Samples.framer(dialect, MAX_FRAME);
        var piece = Buffer.buffer("data: ".repeat(1_000));

        var thrown = assertThrows(WireException.class, () -> {
            for (int fed = 0; fed <= MAX_FRAME; fed += piece.length()) {
                framer.feed(piece);
            }
        });

        assertEquals(WireException.Reason.MALFORMED, thrown.reason());
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void json_that_is_too_deep_is_a_protocol_failure(Dialect dialect) {
        var bomb = "{\"type\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        var streamed =
                assertThrows(ProviderException.class, () -> dialect.decoder().decode(new Frame("", bomb, true)));
        var whole = assertThrows(ProviderException.class, () -> dialect.decodeWhole(bomb));

        assertEquals(FailureKind.PROTOCOL, streamed.failure().kind());
        assertEquals(FailureKind.PROTOCOL, whole.failure().kind());
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void text_that_was_given_out_is_not_kept(Dialect dialect) {
        var decoder = dialect.decoder();
        var frame = longText(dialect, decoder);

        for (int i = 0; i < REPEATS; i++) {
            assertEquals(
                    LONG_TEXT,
                    ((Event.Chunk) decoder.decode(frame).get(0)).text().length());
        }

        MEASURED.add(decoder);
        long now = usedMemory();
        long kept = now - used;
        used = now;
        assertTrue(kept < LONG_TEXT * REPEATS / 2, "kept " + kept);
    }

    @Test
    void an_answer_has_so_many_calls_and_no_more() {
        var decoder = DIALECTS.named("openai").orElseThrow().decoder();
        for (int i = 0; i < 1_024; i++) {
            decoder.decode(call(i));
        }

        var thrown = assertThrows(ProviderException.class, () -> decoder.decode(call(1_024)));

        assertEquals(FailureKind.PROTOCOL, thrown.failure().kind());
    }

    private static Frame call(int index) {
        var call = "{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"name\":\"f\"}}]}";
        return new Frame("", Samples.chunk(call, ""), true);
    }

    /** Leads a decoder to the first text of a recorded stream, and gives that frame with a long text in its place. */
    private static Frame longText(Dialect dialect, Decoder decoder) {
        var stream = WireCorpus.of(dialect, "text_stream.json").get(0);
        for (var frame : Samples.framer(dialect, MAX_FRAME).feed(Buffer.buffer(stream))) {
            for (var event : decoder.decode(frame)) {
                if (event instanceof Event.Chunk chunk) {
                    var text = "\"" + "x".repeat(LONG_TEXT) + "\"";
                    return new Frame(frame.event(), frame.data().replace("\"" + chunk.text() + "\"", text), true);
                }
            }
        }
        throw new AssertionError("a stream without text");
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
