package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.testing.Slow;
import dev.caramba.wire.Frame;
import dev.caramba.wire.WireException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one answer can cost, whoever sends it. */
@Slow
final class DecoderLimitsTest {

    private static final Dialects DIALECTS = new Dialects(List.of());
    private static final int MAX_FRAME = 64 << 10;

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

    /** In a JVM of its own, whose heap is smaller than what a decoder gives out. */
    @TestFactory
    Stream<DynamicTest> text_that_was_given_out_is_not_kept() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classpath = System.getProperty("java.class.path");
        var heap = "-Xmx" + SmallHeap.MEGABYTES + "m";
        var process = new ProcessBuilder(java, "-XX:+UseSerialGC", heap, "-cp", classpath, SmallHeap.class.getName())
                .redirectErrorStream(true)
                .start();

        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, process.waitFor(), printed);
        return dialects()
                .map(Dialect::name)
                .map(name -> dynamicTest(
                        name, () -> assertTrue(printed.lines().toList().contains(name + " keeps nothing"), printed)));
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
}
