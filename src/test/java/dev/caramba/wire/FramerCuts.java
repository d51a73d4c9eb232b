package dev.caramba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Feeds a body to a framer in all ways that can make a difference. */
final class FramerCuts {

    private FramerCuts() {}

    /** Whole, byte by byte, and cut at every one and every two places, also inside characters. */
    static void assertFrames(Supplier<Framer> framers, String body, List<Frame> expected) {
        var bytes = Buffer.buffer(body);
        assertEquals(expected, frames(framers.get(), List.of(bytes)), "whole");
        assertEquals(expected, frames(framers.get(), bytewise(bytes)), "byte by byte");
        for (int i = 0; i <= bytes.length(); i++) {
            for (int j = i; j <= bytes.length(); j++) {
                var pieces = List.of(bytes.slice(0, i), bytes.slice(i, j), bytes.slice(j, bytes.length()));
                assertEquals(expected, frames(framers.get(), pieces), "cut at bytes " + i + " and " + j);
            }
        }
    }

    private static List<Frame> frames(Framer framer, List<Buffer> pieces) {
        var frames = new ArrayList<Frame>();
        pieces.forEach(piece -> frames.addAll(framer.feed(piece)));
        frames.addAll(framer.end());
        return frames;
    }

    private static List<Buffer> bytewise(Buffer bytes) {
        var pieces = new ArrayList<Buffer>();
        for (int i = 0; i < bytes.length(); i++) {
            pieces.add(bytes.slice(i, i + 1));
        }
        return pieces;
    }
}
