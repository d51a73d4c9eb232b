package dev.caramba.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {

    private final Upstream upstream = Upstream.start();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        upstream.close();
    }

    @Test
    void answers_with_status_headers_and_body() throws Exception {
        upstream.next(Script.json(429, "{\"a\":1}").header("Retry-After", "7"));

        var response = post("ping");

        assertEquals(429, response.statusCode());
        assertEquals("7", response.headers().firstValue("retry-after").orElseThrow());
        assertEquals("7", response.headers().firstValue("content-length").orElseThrow());
        assertEquals("{\"a\":1}", response.body());
    }

    @Test
    void remembers_the_requests() throws Exception {
        upstream.always(Script.empty(204));

        post("first");
        post("sécond");

        var request = upstream.awaitRequest(1);
        assertEquals("POST", request.method());
        assertEquals("/v1/chat?x=1", request.path());
        assertEquals("secret", request.header("x-key").orElseThrow());
        assertEquals("sécond", request.text());
        assertEquals(2, upstream.requests().size());
    }

    @Test
    void keeps_the_connection_for_the_next_request() throws Exception {
        upstream.next(Script.sse("1"), Script.json(200, "{}"), Script.empty(200));

        post("a");
        post("b");
        post("c");

        assertEquals(1, upstream.connections());
        assertEquals(1, upstream.openConnections());
    }

    @Test
    void plays_the_queue_before_the_rest() throws Exception {
        upstream.next(Script.empty(201)).always(request -> Script.json(200, request.text()));

        assertEquals(201, post("a").statusCode());
        assertEquals("echo", post("echo").body());
    }

    @Test
    void tells_when_there_is_no_script() throws Exception {
        assertEquals(500, post("a").statusCode());
    }

    @Test
    void writes_each_chunk_on_its_own() throws Exception {
        var signal = new CompletableFuture<Void>();
        upstream.next(Script.chunks("ab").until(signal).chunk("c"));

        try (var socket = connect()) {
            request(socket);
            assertTrue(readUntil(socket, "ab\r\n").endsWith("\r\n\r\n2\r\nab\r\n"));
            signal.complete(null);
            assertEquals("1\r\nc\r\n0\r\n\r\n", readUntil(socket, "0\r\n\r\n"));
        }
    }

    @Test
    void cuts_the_body_into_bytes() throws Exception {
        upstream.next(Script.json(200, "ü!").bytewise());

        try (var socket = connect()) {
            request(socket);
            var answer = readUntil(socket, "0\r\n\r\n");
            assertTrue(answer.endsWith("\r\n\r\n1\r\nÃ\r\n1\r\n¼\r\n1\r\n!\r\n0\r\n\r\n"), answer);
            assertFalse(answer.contains("content-length"), answer);
        }
    }

    @Test
    void resets_the_connection() throws Exception {
        upstream.next(Script.chunks("ab").thenReset());

        try (var socket = connect()) {
            request(socket);
            var e = assertThrows(SocketException.class, () -> readUntil(socket, "0\r\n"));
            assertEquals("Connection reset", e.getMessage());
        }
    }

    @Test
    void cuts_the_body_with_a_clean_end() throws Exception {
        upstream.next(Script.chunks("ab").thenCut());

        try (var socket = connect()) {
            request(socket);
            assertTrue(readUntil(socket, "never").endsWith("2\r\nab\r\n"));
        }
    }

    @Test
    void closes_before_the_answer() throws Exception {
        upstream.next(Script.drop());

        try (var socket = connect()) {
            request(socket);
            assertEquals("", readUntil(socket, "never"));
            var error = assertThrows(AssertionError.class, () -> upstream.awaitClientClose(0));
            assertTrue(error.getMessage().contains("itself"));
        }
    }

    @Test
    void closes_the_connection_when_it_is_accepted() throws Exception {
        upstream.dropConnections(1).always(Script.empty(200));

        try (var socket = connect()) {
            assertEquals("", readUntil(socket, "never"));
        }
        assertEquals(200, post("a").statusCode());
        assertEquals(1, upstream.requests().size());
    }

    @Test
    void refuses_connections_and_accepts_them_again() throws Exception {
        upstream.always(Script.empty(200)).refuse();
        assertThrows(ConnectException.class, () -> post("a"));

        upstream.accept();
        assertEquals(200, post("a").statusCode());
    }

    @Test
    void closes_after_an_answer() throws Exception {
        upstream.always(Script.empty(200)).closeAlways(ConnectionClosing.AFTER_THE_ANSWER);

        try (var socket = connect()) {
            request(socket);
            assertTrue(readUntil(socket, "never").startsWith("HTTP/1.1 200"));
        }
        assertEquals(Map.of(ConnectionClosing.AFTER_THE_ANSWER, 1), upstream.closed());
    }

    @Test
    void closes_when_idle() throws Exception {
        upstream.always(Script.empty(200)).closeAlways(ConnectionClosing.WHEN_IDLE);

        try (var socket = connect()) {
            request(socket);
            assertTrue(readUntil(socket, "never").startsWith("HTTP/1.1 200"));
        }
        assertEquals(Map.of(ConnectionClosing.WHEN_IDLE, 1), upstream.closed());
    }

    @Test
    void closes_at_the_next_head_and_forgets_it() throws Exception {
        upstream.always(Script.empty(200)).closeAlways(ConnectionClosing.AT_THE_NEXT_HEAD);

        try (var socket = connect()) {
            request(socket);
            readUntil(socket, "\r\n\r\n");
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("", readUntil(socket, "never"));
        }
        assertEquals(1, upstream.requests().size());
        assertEquals(Map.of(ConnectionClosing.AT_THE_NEXT_HEAD, 1), upstream.closed());
    }

    @Test
    void closes_at_the_next_request_and_forgets_it() throws Exception {
        upstream.always(Script.empty(200)).closeAlways(ConnectionClosing.AT_THE_NEXT_REQUEST);

        try (var socket = connect()) {
            request(socket);
            readUntil(socket, "\r\n\r\n");
            socket.getOutputStream()
                    .write("POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(50);
            assertThrows(SocketTimeoutException.class, () -> readUntil(socket, "never"));
            socket.setSoTimeout(0);
            socket.getOutputStream().write("12345".getBytes(StandardCharsets.US_ASCII));
            assertEquals("", readUntil(socket, "never"));
        }
        assertEquals(1, upstream.requests().size());
        assertEquals(Map.of(ConnectionClosing.AT_THE_NEXT_REQUEST, 1), upstream.closed());
    }

    @Test
    void closes_at_random_in_every_way_and_loses_nothing_else() throws Exception {
        upstream.always(Script.empty(200)).closeAtRandom(7);

        int answered = 0;
        while (upstream.closed().size() < ConnectionClosing.values().length - 1) {
            try (var socket = connect()) {
                do {
                    answered += exchanged(socket) ? 1 : 0;
                } while (staysOpen(socket));
            }
        }

        assertEquals(answered, upstream.requests().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"never", "hang", "pause", "until", "stuck"})
    void sees_the_client_leave(String silence) throws Exception {
        upstream.next(
                switch (silence) {
                    case "never" -> Script.never();
                    case "hang" -> Script.sse("1").thenHang();
                    case "pause" -> Script.sse("1").pause(Duration.ofHours(1));
                    case "until" -> Script.sse("1").until(new CompletableFuture<>());
                    default -> Script.chunks(Collections.nCopies(4096, new byte[1 << 14]));
                });

        try (var socket = connect()) {
            request(socket);
            upstream.awaitStall(0);
        }

        upstream.awaitClientClose(0);
        assertEquals(0, upstream.openConnections());
    }

    @Test
    void counts_the_requests_under_way() throws Exception {
        var signal = new CompletableFuture<Void>();
        upstream.always(Script.empty(200).after(signal));

        var first = client.sendAsync(request("a"), HttpResponse.BodyHandlers.ofString());
        var second = client.sendAsync(request("b"), HttpResponse.BodyHandlers.ofString());
        upstream.awaitRequest(1);
        signal.complete(null);
        first.join();
        second.join();

        assertEquals(2, upstream.connections());
        assertEquals(2, upstream.peak());
    }

    @Test
    void speaks_openai() throws Exception {
        var answer = ChatAnswer.of("ab😀d").inEvents(4).withUsage(3, 4);
        upstream.next(answer.unary(), answer.stream(), answer.withoutDone().stream(), answer.cutAfter(1));

        assertTrue(post("").body().contains("\"content\":\"ab😀d\""));
        var stream = post("").body();
        assertEquals(7, stream.split("\n\n").length);
        assertTrue(stream.contains("\"content\":\"😀\"") && stream.endsWith("data: [DONE]\n\n"), stream);
        assertEquals(6, post("").body().split("\n\n").length);
        assertEquals(1, post("").body().split("\n\n").length);
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return client.send(request(body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(URI.create(upstream.baseUrl() + "/v1/chat?x=1"))
                .header("X-Key", "secret")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private Socket connect() throws IOException {
        var uri = URI.create(upstream.baseUrl());
        return new Socket(uri.getHost(), uri.getPort());
    }

    /** Whether a request was answered. */
    private static boolean exchanged(Socket socket) throws IOException {
        try {
            request(socket);
            return !readUntil(socket, "\r\n\r\n").isEmpty();
        } catch (SocketException e) {
            return false;
        }
    }

    /** Whether it does though it is idle. */
    private static boolean staysOpen(Socket socket) throws IOException {
        try {
            socket.setSoTimeout((int) Connection.IDLE.multipliedBy(2).toMillis());
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (SocketException e) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    private static void request(Socket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** Latin-1, so that a character is a byte; ends early with the connection. */
    private static String readUntil(Socket socket, String end) throws IOException {
        InputStream in = socket.getInputStream();
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            text.append((char) b);
        }
        return text.toString();
    }
}
