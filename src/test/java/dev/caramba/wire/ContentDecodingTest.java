package dev.caramba.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecodingTest {

    private static final int MAX_SIZE = 100_000;
    private static final byte[] TEXT =
            "{\"answer\":\"Zwei Boote, €7\"}".repeat(20).getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "identity, gzip", "identity", "", "br"})
    void gzip_is_told_by_its_bytes(String label) throws IOException {
        assertArrayEquals(TEXT, decoded(label, gzip(TEXT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd", "", "identity", "unheard-of"})
    void text_is_text_under_every_label(String label) {
        for (var first : List.of("{", "[", "data: ", ":", "\n", "\uFEFF{", "<")) {
            var body = (first + "1").getBytes(StandardCharsets.UTF_8);
            assertArrayEquals(body, decoded(label, body));
        }
    }

    @Test
    void deflate_is_zlib_or_bare() throws IOException {
        assertArrayEquals(TEXT, decoded("deflate", deflate(TEXT, false)));
        assertArrayEquals(TEXT, decoded("deflate", deflate(TEXT, true)));
    }

    @Test
    void a_head_with_every_field_and_several_members_are_read() throws IOException {
        var plain = gzip(TEXT);
        var full = new ByteArrayOutputStream();
        full.write(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0});
        full.write(new byte[] {3, 0, 1, 2, 3});
        full.write(new byte[] {'n', 0, 'c', 0, 9, 9});
        full.write(plain, 10, plain.length - 10);
        full.write(plain);
        full.write(new byte[] {0, 0, 0});

        assertArrayEquals(twice(TEXT), decoded("gzip", full.toByteArray()));
    }

    @Test
    void what_the_server_has_flushed_is_given_out_at_once() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var gzip = new GZIPOutputStream(bytes, true);
        var pieces = new ArrayList<Buffer>();
        for (var piece : List.of("data: 1\n\n", "data: 2\n\n")) {
            gzip.write(piece.getBytes(StandardCharsets.UTF_8));
            gzip.flush();
            pieces.add(Buffer.buffer(bytes.toByteArray()));
            bytes.reset();
        }
        gzip.finish();
        pieces.add(Buffer.buffer(bytes.toByteArray()));

        var decoded = decode("gzip", pieces).stream().map(Buffer::toString).toList();

        assertEquals(List.of("data: 1\n\n", "data: 2\n\n", ""), decoded);
    }

    @Test
    void a_bomb_is_malformed_and_not_unpacked() throws IOException {
        var bomb = gzip(new byte[50 << 20]);

        var e = assertThrows(WireException.class, () -> decoded("gzip", bomb));

        assertEquals(WireException.Reason.MALFORMED, e.reason());
        assertEquals("the decompressed response is longer than 100000 bytes", e.getMessage());
    }

    @Test
    void a_body_that_ends_early_is_a_fault_of_the_network() throws IOException {
        var body = gzip(TEXT);
        for (int length : new int[] {1, 5, 10, 30, body.length - 8, body.length - 1}) {
            var e = assertThrows(WireException.class, () -> decoded("gzip", head(body, length)));
            assertEquals(WireException.Reason.NETWORK, e.reason());
        }
        var zlib = deflate(TEXT, false);
        assertThrows(WireException.class, () -> decoded("deflate", head(zlib, zlib.length - 1)));
    }

    @Test
    void a_damaged_body_is_malformed() throws IOException {
        var body = gzip(TEXT);
        for (int at : new int[] {1, 2, 11, body.length - 8, body.length - 1}) {
            var damaged = body.clone();
            damaged[at] ^= 0x55;
            var e = assertThrows(WireException.class, () -> decoded("gzip", damaged), () -> "at " + at);
            assertEquals(WireException.Reason.MALFORMED, e.reason(), () -> "at " + at);
        }
        var noise = new byte[] {0x78, (byte) 0x9c, (byte) 0xff, (byte) 0xff};
        assertEquals(
                WireException.Reason.MALFORMED,
                assertThrows(WireException.class, () -> decoded("deflate", noise))
                        .reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "gzip"})
    void bytes_that_nobody_can_read_are_malformed(String label) {
        var bytes = new byte[] {(byte) 0x8b, 0x01, (byte) 0x80};

        var e = assertThrows(WireException.class, () -> decoded(label, bytes));

        assertEquals(WireException.Reason.MALFORMED, e.reason());
    }

    @Test
    void an_empty_body_is_empty() {
        assertArrayEquals(new byte[0], decoded("gzip", new byte[0]));
    }

    /** Decodes the body at once and byte by byte. */
    private static byte[] decoded(String label, byte[] body) {
        var bytewise = new ArrayList<Buffer>();
        for (byte b : body) {
            bytewise.add(Buffer.buffer(new byte[] {b}));
        }
        var slowly = all(decode(label, bytewise));
        assertArrayEquals(slowly, all(decode(label, List.of(Buffer.buffer(body)))));
        return slowly;
    }

    private static List<Buffer> decode(String label, List<Buffer> pieces) {
        var headers = new WireHeaders(Map.of("content-encoding", label).entrySet());
        return ContentDecoding.decoded(Multi.createFrom().iterable(pieces), headers, MAX_SIZE)
                .collect()
                .asList()
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private static byte[] all(List<Buffer> pieces) {
        var all = Buffer.buffer();
        pieces.forEach(all::appendBuffer);
        return all.getBytes();
    }

    private static byte[] gzip(byte[] text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(byte[] text, boolean bare) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var deflate = new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, bare))) {
            deflate.write(text);
        }
        return bytes.toByteArray();
    }

    private static byte[] head(byte[] body, int length) {
        return java.util.Arrays.copyOf(body, length);
    }

    private static byte[] twice(byte[] text) {
        var both = java.util.Arrays.copyOf(text, 2 * text.length);
        System.arraycopy(text, 0, both, text.length, text.length);
        return both;
    }
}
