package dev.caramba.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RawHttpTest {

    private static final String REFUSAL = "HTTP/1.1 431 Too Large\r\n\r\n";
    private static final String LONG = "x".repeat(8_000_000);

    private ServerSocket server;

    /** What a server does with its one connection, which is closed then. */
    private interface Serving {
        void serve(Socket connection) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @RepeatedTest(50)
    void hears_what_a_server_says_that_does_not_read_on() {
        var served = serving(connection -> {
            connection.getInputStream().read();
            connection.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
        });
        try (var client = client()) {
            assertEquals(REFUSAL, client.send(LONG).readUntil("\r\n\r\n"));
        }
        served.join();
    }

    @Test
    void reads_while_the_server_takes_no_more() {
        var served = serving(connection -> {
            connection.getOutputStream().write(LONG.getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().write('y');
            connection.getInputStream().readNBytes(LONG.length());
        });
        try (var client = client()) {
            assertEquals(LONG + "y", client.send(LONG).readUntil("y"));
        }
        served.join();
    }

    @Test
    void an_answer_that_does_not_come_is_an_error() {
        var served = serving(connection -> connection.getInputStream().read());
        try (var client = client()) {
            var error =
                    assertThrows(AssertionError.class, () -> client.send(LONG).readUntil("\r\n"));
            assertTrue(error.getCause() instanceof IOException, error::toString);
        }
        served.join();
    }

    private CompletableFuture<Void> serving(Serving serving) {
        return CompletableFuture.runAsync(() -> {
            try (var connection = server.accept()) {
                serving.serve(connection);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private RawHttp client() {
        return new RawHttp(server.getLocalPort());
    }
}
