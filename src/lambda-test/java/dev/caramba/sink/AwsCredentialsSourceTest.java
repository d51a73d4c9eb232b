package dev.caramba.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caramba.format.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwsCredentialsSourceTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TOKEN = "t0ken-of-the-instance";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer instance;
    private Instant now = Instant.parse("2026-12-01T00:00:00Z");
    private int status = 200;
    private String expiration = "2026-12-01T01:00:00Z";

    @BeforeEach
    void start() throws IOException {
        instance = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        instance.createContext("/", this::answer);
        instance.start();
    }

    @AfterEach
    void stop() {
        instance.stop(0);
    }

    @Test
    void are_those_of_the_variables() {
        var source = source(
                Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_SESSION_TOKEN", "session"));

        assertEquals(new AwsCredentials("AKID", "secret", Optional.of("session")), current(source));
    }

    @Test
    void are_those_of_the_instance_and_kept_until_five_minutes_before_their_end() {
        var source = atInstance();

        assertEquals(new AwsCredentials("AKID1", "secret1", Optional.of("session1")), current(source));
        now = Instant.parse("2026-12-01T00:54:59Z");
        assertEquals("AKID1", current(source).accessKey());
        now = Instant.parse("2026-12-01T00:55:00Z");
        assertEquals("AKID2", current(source).accessKey());
        assertEquals(List.of(TOKEN, TOKEN), asked);
    }

    @Test
    void those_that_do_not_tell_their_end_are_used_once() {
        expiration = "";
        var source = atInstance();

        assertEquals("AKID1", current(source).accessKey());
        assertEquals("AKID2", current(source).accessKey());
    }

    @Test
    void what_cannot_be_had_is_told_without_a_secret() {
        status = 500;
        assertEquals("the credentials of the instance: IOException", failure(atInstance()));
        assertEquals(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI: not set (expected: Lambda sets it)", failure(source(Map.of())));
        assertEquals(
                "AWS_SECRET_ACCESS_KEY: not set (expected: Lambda sets it)",
                failure(source(Map.of("AWS_ACCESS_KEY_ID", "AKID"))));
    }

    @Test
    void a_failure_is_not_kept() {
        status = 500;
        var source = atInstance();
        failure(source);
        status = 200;

        assertEquals("AKID2", current(source).accessKey());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestHeaders().getFirst("authorization"));
            var turn = asked.size();
            var body = Json.write(Json.object()
                            .put("AccessKeyId", "AKID" + turn)
                            .put("SecretAccessKey", "secret" + turn)
                            .put("Token", "session" + turn)
                            .put("Expiration", expiration))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private AwsCredentialsSource atInstance() {
        return source(Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "http://127.0.0.1:" + instance.getAddress().getPort() + "/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                TOKEN));
    }

    private AwsCredentialsSource source(Map<String, String> variables) {
        return new AwsCredentialsSource(name -> Optional.ofNullable(variables.get(name)), new Now(), LIMIT);
    }

    private static AwsCredentials current(AwsCredentialsSource source) {
        return source.current().await().atMost(LIMIT);
    }

    private static String failure(AwsCredentialsSource source) {
        return assertThrows(IllegalStateException.class, () -> current(source)).getMessage();
    }

    private final class Now extends Clock {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
