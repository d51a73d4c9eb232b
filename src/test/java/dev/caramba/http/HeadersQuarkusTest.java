package dev.caramba.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.prompt.Target;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The heads of responses, byte by byte: what every one has, and that nobody else writes into them. */
@QuarkusTest
class HeadersQuarkusTest {

    private static final String PROMPT = "{\"prompt\":\"Hi\"}";
    private static final String CHAT = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String SAFE_ID = "[A-Za-z0-9._:-]{1,128}";
    private static final int TRIES = 300;

    @Inject
    ScriptedProvider provider;

    @TestHTTPResource
    URL server;

    @BeforeEach
    void answer() {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /providers, 200",
        "GET, /v1/models, 200",
        "GET, /q/health, 200",
        "GET, /q/metrics, 200",
        "GET, /missing, 404",
        "GET, /generate, 405",
        "GET, /results/1, 404",
        "OPTIONS, /generate, 204",
        "TRACE, /generate, 405",
        "POST, /generate, 400",
        "POST, /v1/chat/completions, 400",
        "POST, /, 404",
    })
    void every_response_tells_browsers_and_caches_to_keep_off(String method, String path, int status) {
        assertGuarded(head(method + " " + path, ""), status);
    }

    @Test
    void an_answer_does_too_and_so_do_a_stream_and_a_refusal() {
        assertGuarded(posted("/generate", PROMPT), 200);
        assertGuarded(posted("/v1/chat/completions", CHAT), 200);
        assertGuarded(posted("/generate", PROMPT, "Content-Encoding: gzip"), 415);
        assertGuarded(head("POST /generate", "Content-Length: 99999999\r\n"), 413);
    }

    @Test
    void nobody_is_told_what_serves_and_nothing_is_echoed() {
        var trace = head("TRACE /generate", "X-Secret: s3cr3t\r\n");

        assertFalse(trace.contains("s3cr3t"), trace);
        assertFalse(names(trace).anyMatch(List.of("server", "x-powered-by")::contains), trace);
    }

    @Test
    void a_page_of_another_origin_is_let_nowhere() {
        var preflight =
                head("OPTIONS /generate", "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n");
        var simple = posted("/generate", PROMPT, "Origin: https://evil.example");

        assertFalse(names(preflight).anyMatch(name -> name.startsWith("access-control-")), preflight);
        assertFalse(names(simple).anyMatch(name -> name.startsWith("access-control-")), simple);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1000})
    void heads_that_are_too_large_are_refused(int lines) {
        var padding = "X-Padding: " + "x".repeat(400) + "\r\n";

        assertTrue(head("GET /providers", padding.repeat(lines)).startsWith("http/1.1 431 "));
    }

    @Test
    void an_id_is_the_callers_or_ours_and_always_safe() {
        var random = new Random(14);
        for (int i = 0; i < TRIES; i++) {
            var theirs = line(random);
            try (var client = new RawHttp(server.getPort())) {
                client.send("GET /providers HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: " + theirs + "\r\n\r\n");
                var head = client.readUntil("\r\n\r\n");
                var ids = values(head, "x-request-id");
                // a head that is no HTTP is refused before anybody looks for an id in it
                var refused = head.startsWith("HTTP/1.1 400 ") && ids.isEmpty();
                assertTrue(refused || ids.size() == 1 && ids.get(0).matches(SAFE_ID), () -> theirs + " gave " + head);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc\r\nx-injected: 1", "abc\nx-injected: 1", "abc\rx-injected: 1", "a\u0000b"})
    void an_id_never_becomes_a_line_of_the_response(String theirs) {
        var head = head("GET /providers", "X-Request-Id: " + theirs + "\r\n");

        assertFalse(names(head).anyMatch("x-injected"::equals), head);
    }

    @Test
    void whatever_names_what_answered_its_head_has_the_same_lines() {
        var expected = names(posted("/generate", PROMPT)).toList();
        var random = new Random(14);
        for (int i = 0; i < TRIES; i++) {
            var model = text(random) + "\r\nx-injected: 1\r\n\r\n" + text(random);
            provider.plays((context, params) -> {
                context.trail().begin();
                context.trail().answering(new Target("openai", model), List.of(model));
                context.trail().notice("x-caramba-cache", model);
                return Multi.createFrom().items(new Event.Chunk("Hello"), ScriptedProvider.STOP);
            });

            var head = posted("/generate", PROMPT);

            var names = names(head).filter(name -> !name.equals("x-caramba-dropped-params"));
            assertEquals(expected, names.toList(), head);
            assertTrue(head.replace("\r\n", "").chars().allMatch(c -> c >= 0x20 && c < 0x7f), head);
        }
    }

    private static void assertGuarded(String head, int status) {
        assertTrue(head.startsWith("http/1.1 " + status + " "), head);
        assertEquals(List.of("nosniff"), values(head, "x-content-type-options"), head);
        assertEquals(List.of("no-referrer"), values(head, "referrer-policy"), head);
        assertEquals(1, values(head, "content-security-policy").size(), head);
        assertTrue(values(head, "cache-control").toString().contains("no-store"), head);
        assertEquals(1, values(head, "x-request-id").size(), head);
    }

    private String head(String request, String headers) {
        try (var client = new RawHttp(server.getPort())) {
            client.send(request + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
            return client.readUntil("\r\n\r\n").toLowerCase(Locale.ROOT);
        }
    }

    private String posted(String path, String json, String... headers) {
        try (var client = new RawHttp(server.getPort())) {
            return client.post(path, json, headers).readUntil("\r\n\r\n").toLowerCase(Locale.ROOT);
        }
    }

    private static Stream<String> names(String head) {
        return head.lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT));
    }

    private static List<String> values(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .collect(Collectors.toList());
    }

    /** Anything that stays in its line. */
    private static String line(Random random) {
        return text(random).replace("\r", "").replace("\n", "");
    }

    private static String text(Random random) {
        var alphabet = random.nextBoolean() ? 0x80 : 0x2fff;
        return random.ints(random.nextInt(200), 0, alphabet)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
