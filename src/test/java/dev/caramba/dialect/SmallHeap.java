package dev.caramba.dialect;

import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.Event;
import dev.caramba.wire.Frame;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Has every dialect's decoder give out more text than its heap holds, and prints which of them keep it. */
final class SmallHeap {

    /** What the JVM has to be started with. */
    static final int MEGABYTES = 32;

    private static final int MAX_FRAME = 64 << 10;
    private static final int LONG_TEXT = 100_000;
    private static final int REPEATS = 2 * MEGABYTES * (1 << 20) / LONG_TEXT;
    private static final Dialects DIALECTS = new Dialects(List.of());

    private SmallHeap() {}

    public static void main(String[] arguments) {
        for (var name : DIALECTS.names()) {
            var dialect = DIALECTS.named(name).orElseThrow();
            try {
                giveOut(dialect);
                System.out.println(dialect.name() + " keeps nothing");
            } catch (OutOfMemoryError e) {
                System.out.println(dialect.name() + " keeps what it gave out");
            }
        }
    }

    private static void giveOut(Dialect dialect) {
        var decoder = dialect.decoder();
        var frame = longText(dialect, decoder);
        for (int i = 0; i < REPEATS; i++) {
            var text = ((Event.Chunk) decoder.decode(frame).get(0)).text();
            if (text.length() != LONG_TEXT) {
                throw new AssertionError(dialect.name() + " gave out " + text.length() + " characters");
            }
        }
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
}
