package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.testing.RawHttp;
import dev.caramba.upstream.Script;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** What a surface owes to, and demands of, the one who calls. */
record CallerChecks(FeatureBench bench, FeatureCell cell) {

    private static final int BODY_LIMIT = 32 << 20;

    private FeatureCall call() {
        return FeatureCall.of(bench, cell);
    }

    private void assertAsked(int times) {
        assertEquals(times, cell.requests().size());
    }

    void access() {
        bodyIsNotAwaited();
        call().byNobody().send().assertError(401, "invalid_api_key");
        call().by("nobody").send().assertError(401, "invalid_api_key");
        call().by(FeatureBench.STRANGER).send().assertError(404, "model_not_found");
        assertAsked(0);
        call().send().assertWell();
        assertAsked(1);
    }

    /** Nothing of the body is sent. */
    private void bodyIsNotAwaited() {
        try (var client = new RawHttp(bench.caramba().port())) {
            client.send("POST " + cell.surface().path() + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n");
            var head = client.readUntil("\r\n\r\n");
            assertTrue(head.startsWith("HTTP/1.1 401 "), head);
        }
    }

    void requestsLimit() {
        call().by(cell.caller()).send().assertWell();
        assertRefused(call().by(cell.caller()).send(), "rate_limit_exceeded", 60);
        assertAsked(1);
    }

    void tokensLimit() {
        var replies = Stream.generate(() -> call().by(cell.caller()).send())
                .takeWhile(reply -> reply.status() == 200)
                .limit(20)
                .toList();
        assertTrue(!replies.isEmpty() && replies.size() < 20, "served: " + replies.size());
        var last = call().by(cell.caller()).send();
        assertRefused(last, "rate_limit_exceeded", 60);
        assertEquals("20", last.header("x-ratelimit-limit-tokens"));
        assertAsked(replies.size());
    }

    void callsLimit() throws Exception {
        var go = new CompletableFuture<Void>();
        cell.plays(1, cell.well().after(go));
        var first = call().by(cell.caller()).start();
        cell.awaitRequest(0);
        call().by(cell.caller()).send().assertError(429, "rate_limit_exceeded");
        go.complete(null);
        first.join().assertWell();
        assertAsked(1);
    }

    /** A target without a price is none for somebody who has a budget. */
    void budget() {
        var unpriced = call().with(body -> body.put("model", cell.entry(1) + "/unpriced"))
                .by(cell.caller())
                .send()
                .assertError(400, "invalid_request");
        assertTrue(unpriced.body().contains("no price is known of " + cell.entry(1) + "/unpriced"), unpriced::toString);
        call().by(cell.caller()).send().assertWell();
        var spent = call().by(cell.caller()).send();
        assertRefused(spent, "insufficient_quota", 24 * 60 * 60);
        assertEquals("false", spent.header("x-should-retry"));
        assertEquals("0.000000", spent.header("x-caramba-budget-remaining"));
        assertAsked(1);
    }

    private static void assertRefused(SurfaceReply reply, String code, int longest) {
        reply.assertError(429, code);
        long wait = Long.parseLong(reply.header("retry-after"));
        assertTrue(wait > 0 && wait <= longest, reply::toString);
    }

    void limitHeaders() {
        var first = call().by(cell.caller()).send().assertWell();
        assertEquals("100", first.header("x-ratelimit-limit-requests"));
        assertEquals("99", first.header("x-ratelimit-remaining-requests"));
        assertTrue(!first.header("x-ratelimit-reset-requests").isEmpty(), first::toString);
        assertEquals("100000", first.header("x-ratelimit-limit-tokens"));
        assertTrue(!first.header("x-ratelimit-reset-tokens").isEmpty(), first::toString);
        var second = call().by(cell.caller()).send().assertWell();
        assertEquals("98", second.header("x-ratelimit-remaining-requests"));
    }

    void requestId() {
        var id = "mine-" + cell.model();
        var told = call().header("x-request-id", id).send().assertWell();
        assertEquals(id, told.header("x-request-id"));
        assertEquals(cell.surface() == AskedSurface.MESSAGES ? id : "", told.header("request-id"));
        var made = call().header("x-request-id", "not a safe one").send().assertWell();
        assertTrue(made.header("x-request-id").matches("req_[0-9a-z]{24}"), made::toString);
        var refused = call().header("x-request-id", id).byNobody().send();
        assertEquals(id, refused.header("x-request-id"));
    }

    /** More is refused before any of the body is read, and all up to the limit is read. */
    void bodyLimit() {
        var blank = call().with(body -> {
                    body.removeAll();
                    body.put("blank", " ".repeat(BODY_LIMIT - "{\"blank\":\"\"}".length()));
                })
                .send();
        blank.assertError(400, "invalid_request");
        try (var client = new RawHttp(bench.caramba().port())) {
            client.send("POST " + cell.surface().path() + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + FeatureBench.keyOf(FeatureBench.ANNA) + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + (BODY_LIMIT + 1) + "\r\n\r\n");
            var head = client.readUntil("\r\n\r\n");
            assertTrue(head.startsWith("HTTP/1.1 413 "), head);
            var body = client.readUntil("\"attempts\":[]");
            assertTrue(body.contains("\"type\":\"" + cell.surface().type(413, "request_too_large") + "\""), body);
            assertTrue(body.contains("\"code\":\"request_too_large\""), body);
        }
        assertAsked(0);
    }

    /** The shorter of what the body and what the header says; a target is not blamed for either. */
    void timeout() throws Exception {
        cell.plays(1, Script.never(), Script.never());
        var byHeader = call().header("x-caramba-timeout-ms", "2000").start();
        var byBody = cell.surface().takesTimeout()
                ? call().with(body -> body.put("timeoutMs", 2000)).start()
                : call().header("x-request-timeout", "2000").start();
        byHeader.join().assertError(504, "timeout");
        byBody.join().assertError(504, "timeout");
        bench.upstream().awaitClientClose(cell.awaitRequest(0).number());
        bench.upstream().awaitClientClose(cell.awaitRequest(1).number());
        call().send().assertWell();
        assertAsked(3);
    }

    void leaving() throws Exception {
        cell.plays(1, Script.never());
        try (var client = call().open()) {
            cell.awaitRequest(0);
        }
        bench.upstream().awaitClientClose(cell.awaitRequest(0).number());
        call().send().assertWell();
    }
}
