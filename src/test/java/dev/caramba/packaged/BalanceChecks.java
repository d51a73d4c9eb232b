package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.upstream.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What a surface owes to its providers' troubles. */
record BalanceChecks(FeatureBench bench, FeatureCell cell) {

    private static final int WAIT = 250;

    private FeatureCall call() {
        return FeatureCall.of(bench, cell);
    }

    private AskedForm form() {
        return cell.form();
    }

    private void assertAsked(int times) {
        assertEquals(times, cell.requests().size());
    }

    void failover() throws Exception {
        cell.plays(1, UpstreamFormat.error(500, Map.of()));
        var reply = call().routed().header("x-request-id", cell.model()).send().assertWell();
        assertEquals("2", reply.header("x-caramba-attempts"));
        assertEquals(cell.entry(2), reply.header("x-caramba-provider"));
        assertEquals(cell.model(), reply.header("x-caramba-model"));
        assertEquals("bypass", reply.header("x-caramba-cache"));
        assertEquals(cell.surface() == AskedSurface.GENERATE, reply.body().contains(cell.entry(1)), reply::toString);
        assertAsked(2);
        bench.caramba()
                .awaitLine(line -> line.contains("call id=" + cell.model() + " ")
                        && line.contains(
                                "attempts=[" + cell.target(1) + ":unavailable," + cell.target(2) + ":success]"));
    }

    void hedging() throws Exception {
        cell.plays(1, Script.never());
        var reply = call().routed().header("x-request-id", cell.model()).send().assertWell();
        assertEquals("2", reply.header("x-caramba-attempts"));
        assertEquals(cell.entry(2), reply.header("x-caramba-provider"));
        bench.upstream().awaitClientClose(cell.awaitRequest(0).number());
        bench.caramba()
                .awaitLine(line -> line.contains("call id=" + cell.model() + " ") && line.contains(" hedged=won"));
        assertAsked(2);
    }

    /** What a caller has read of a stream is gone on with; an answer in one piece is asked for anew. */
    void resume() throws Exception {
        cell.plays(1, form().format().broken(form().streams()));
        var reply = call().routed().header("x-request-id", cell.model()).send();
        assertEquals(form().text(), reply.text());
        assertEquals(form().streams() ? "1" : "2", reply.header("x-caramba-attempts"));
        assertAsked(2);
        if (form().streams()) {
            assertEquals(cell.entry(1), reply.header("x-caramba-provider"));
            bench.caramba()
                    .awaitLine(line -> line.contains("call id=" + cell.model() + " ") && line.contains(" resumed="));
        } else {
            assertEquals(cell.entry(2), reply.header("x-caramba-provider"));
        }
    }

    void brokenAnswer() {
        if (!form().streams()) {
            var broken = form().format().broken(false);
            cell.plays(1, broken, broken, broken);
            var reply = call().send();
            reply.assertError(502, "network");
            assertTrue(reply.attempts().contains(cell.entry(1) + ":network"), reply::toString);
            return;
        }
        var other = form().format().otherBroken();
        cell.plays(1, form().format().broken(true), other, other);
        var reply = call().send();
        assertEquals(200, reply.status(), reply::toString);
        assertEquals(form().text().substring(0, form().text().length() / 2), reply.textSoFar());
        var error = reply.brokenOff();
        assertTrue(error.path("attempts").isArray() && !error.path("attempts").isEmpty(), reply::toString);
        assertTrue(error.path("message").isTextual(), reply::toString);
    }

    /** Before the first content and behind it. An answer in one piece has nothing before it. */
    void keepAlive() throws Exception {
        if (!form().streams()) {
            cell.plays(1, cell.well().after(Duration.ofMillis(1200)));
            assertTrue(call().send().assertWell().body().startsWith("{"));
            return;
        }
        var first = new CompletableFuture<Void>();
        var rest = new CompletableFuture<Void>();
        cell.plays(
                1, form().format().half(form().text()).after(first).until(rest).thenCut());
        var surface = cell.surface();
        var half = form().text()
                .substring(form().text().length() / 4, form().text().length() / 2);
        try (var client = call().open()) {
            var head = client.readUntil("\r\n\r\n");
            assertTrue(head.startsWith("HTTP/1.1 200 "), head);
            assertKeptAlive(surface.keepAlive(), client.readUntil("\n\n"));
            first.complete(null);
            for (var event = ""; !event.contains(half); event = client.readUntil("\n\n")) {
                assertFalse(event.contains(surface.end()), event);
            }
            assertKeptAlive(surface.laterKeepAlive(), client.readUntil("\n\n"));
            rest.complete(null);
            assertTrue(client.readUntil(surface.end()).contains("back."));
        }
    }

    /** An event of a body in chunked transfer. */
    private static void assertKeptAlive(String expected, String event) {
        assertTrue(event.endsWith("\r\n" + expected), event);
    }

    void dropped() {
        var asked = switch (cell.surface()) {
            case MESSAGES -> call().with(body -> body.put("top_k", 5));
            case RESPONSES -> call().with(body -> body.put("truncation", "auto"));
            case EMBEDDINGS -> call().with(body -> body.put("user", "u").put("model", "ollama1/" + cell.model()));
            case COMPLETIONS -> call().with(body -> body.put("novel", 5));
            case CHAT, GENERATE -> call().with(body -> body.put("seed", 5).put("model", "messages1/" + cell.model()));
        };
        var name = switch (cell.surface()) {
            case MESSAGES -> "top_k";
            case RESPONSES -> "truncation";
            case EMBEDDINGS -> "user";
            case COMPLETIONS -> "novel";
            case CHAT, GENERATE -> "seed";
        };
        if (form().isNative()) {
            assertEquals("", asked.send().assertWell().header("x-caramba-dropped-params"));
            assertTrue(cell.requests().get(0).json().has(name));
            asked.header("x-caramba-strict-params", "true").send().assertWell();
            return;
        }
        var reply = asked.send();
        assertEquals(200, reply.status(), reply::toString);
        assertEquals(name, reply.header("x-caramba-dropped-params"));
        assertFalse(cell.requests().get(0).json().has(name));
        var strict = cell.surface() == AskedSurface.MESSAGES
                ? asked.header("x-caramba-strict-params", "true")
                : asked.with(body -> body.put("strictParams", true));
        var refused = strict.send().assertError(400, "invalid_request");
        assertTrue(refused.json().at("/error/message").asText().contains(name), refused::toString);
        assertAsked(1);
    }

    /** The hint of a provider, whole; then the end of its cooldown, and nobody is asked. */
    void retryAfter() {
        cell.plays(1, UpstreamFormat.error(503, Map.of("retry-after", String.valueOf(WAIT))));
        var told = call().send().assertError(503, "overloaded");
        assertEquals(String.valueOf(WAIT), told.header("retry-after"));
        assertEquals(List.of(cell.entry(1) + ":overloaded"), told.attempts());
        var cooling = call().send().assertError(503, "no_candidate");
        long left = Long.parseLong(cooling.header("retry-after"));
        assertTrue(left > WAIT / 2 && left <= WAIT, cooling::toString);
        cell.plays(2, UpstreamFormat.error(429, Map.of("retry-after", String.valueOf(WAIT))));
        var limited = call().with(body -> body.put("model", cell.target(2))).send();
        limited.assertError(429, "rate_limit_exceeded");
        assertEquals(String.valueOf(WAIT), limited.header("retry-after"));
        assertAsked(2);
    }
}
