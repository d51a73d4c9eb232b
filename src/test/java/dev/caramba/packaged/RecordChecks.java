package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What is kept of a call: its answer, its tokens, its trace. */
record RecordChecks(FeatureBench bench, FeatureCell cell) {

    private FeatureCall call() {
        return FeatureCall.of(bench, cell);
    }

    private void assertAsked(int times) {
        assertEquals(times, cell.requests().size());
    }

    void cache() {
        var first = call().routed().send().assertWell();
        assertEquals("miss", first.header("x-caramba-cache"));
        var second = call().routed().send().assertWell();
        assertEquals("hit", second.header("x-caramba-cache"));
        assertEquals("0", second.header("x-caramba-attempts"));
        assertEquals(cell.entry(1), second.header("x-caramba-provider"));
        assertTrue(!second.header("age").isEmpty(), second::toString);
        assertEquals(withoutIds(first), withoutIds(second));
        assertAsked(1);

        var bypassed =
                call().routed().header("cache-control", "no-store").send().assertWell();
        assertEquals("bypass", bypassed.header("x-caramba-cache"));
        var anew = call().routed().header("cache-control", "no-cache").send().assertWell();
        assertEquals("miss", anew.header("x-caramba-cache"));
        assertAsked(3);
    }

    /** The body without ids and times; a function says in its body, too, where its answer is from. */
    private static String withoutIds(SurfaceReply reply) {
        return reply.withoutSilence()
                .replaceAll("\"(id|item_id)\":\"[^\"]*\"", "\"$1\":\"\"")
                .replaceAll("\"created(_at)?\":\\d+", "\"created\":0")
                .replaceAll("\"completed_at\":\\d+", "\"completed_at\":0")
                .replaceAll("\"cached\":(true|false),\"attempts\":\\[.*]", "");
    }

    void idempotency() throws Exception {
        var go = new CompletableFuture<Void>();
        cell.plays(1, cell.well().after(go));
        var keyed = call().header("idempotency-key", cell.model());
        var first = keyed.start();
        cell.awaitRequest(0);
        var meanwhile = keyed.send().assertError(409, "request_in_progress");
        assertTrue(Long.parseLong(meanwhile.header("retry-after")) > 0, meanwhile::toString);
        go.complete(null);
        var answer = first.join().assertWell();
        assertEquals("", answer.header("x-caramba-idempotent-replay"));
        var replay = keyed.send().assertWell();
        assertEquals("true", replay.header("x-caramba-idempotent-replay"));
        assertEquals(withoutIds(answer), withoutIds(replay));
        keyed.with(body -> body.put("temperature", 0.5)).send().assertError(422, "idempotency_key_reused");
        assertAsked(1);
    }

    /** Tokens, cost and attempts of the target that answers, and the attempt of the one that fails. */
    void usage() throws Exception {
        cell.plays(1, UpstreamFormat.error(500, Map.of()));
        call().routed().send().assertWell();
        var rows = bench.usage(FeatureBench.ANNA, cell);
        var failed = rows.get(cell.target(1));
        assertEquals("1/1", failed.path("attempts") + "/" + failed.path("failures"), rows::toString);
        var row = rows.get(cell.target(2));
        assertEquals("1/1/0", row.path("calls") + "/" + row.path("attempts") + "/" + row.path("failures"));
        assertEquals(cell.form().tokens(), row.path("inputTokens") + "/" + row.path("outputTokens"));
        var cost = BigDecimal.valueOf(
                        UpstreamFormat.INPUT_TOKENS + 2L * cell.form().outputTokens())
                .movePointLeft(6);
        assertEquals(0, cost.compareTo(row.path("cost").decimalValue()), rows::toString);
        assertEquals(0, row.path("unpriced").asInt(), rows::toString);
    }

    void log() throws Exception {
        var trace = "0af7651916cd43dd8448eb211c80319c";
        call().header("x-request-id", cell.model())
                .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                .send()
                .assertWell();
        bench.caramba()
                .awaitLine(line -> line.contains("call id=" + cell.model() + " caller=anna model=" + cell.target(1)
                                + " target=" + cell.target(1) + " ")
                        && line.contains(" outcome=success")
                        && line.contains(" tokens="
                                + (cell.form().outputTokens() == 0
                                        ? UpstreamFormat.INPUT_TOKENS + "/"
                                        : cell.form().tokens()))
                        && line.contains(" trace=" + trace));
    }

    /** A span of the call beneath that of the caller, one of the attempt beneath it, and the provider beneath that. */
    void trace() throws Exception {
        var trace = "%032x".formatted(0xfeed0000L + cell.form().ordinal());
        var callers = "b7ad6b7169203331";
        call().header("x-request-id", cell.model())
                .header("traceparent", "00-" + trace + "-" + callers + "-01")
                .send()
                .assertWell();
        var passedOn =
                cell.requests().get(0).header("traceparent").orElseThrow().split("-");
        assertEquals(trace, passedOn[1]);
        assertNotEquals(callers, passedOn[2]);

        var spans = bench.collector().awaitSpans(trace, 2);
        var attempt = spans.get(passedOn[2]);
        assertEquals(ExportedSpan.CLIENT, attempt.kind(), spans::toString);
        assertEquals(cell.target(1), attempt.attribute("caramba.target"));
        assertEquals("success", attempt.attribute("caramba.outcome"));
        assertEquals("200", attempt.attribute("http.response.status_code"));
        var call = spans.get(attempt.parent());
        assertEquals(ExportedSpan.SERVER, call.kind(), spans::toString);
        assertEquals(callers, call.parent());
        var operation = switch (cell.surface()) {
            case EMBEDDINGS -> "embeddings";
            case COMPLETIONS -> "text_completion";
            default -> "chat";
        };
        assertEquals(operation, call.attribute("gen_ai.operation.name"));
        assertEquals(cell.model(), call.attribute("caramba.request.id"));
        assertEquals("anna", call.attribute("caramba.caller"));
        assertEquals("1", call.attribute("caramba.attempts"));
        assertEquals(String.valueOf(cell.form().streams()), call.attribute("caramba.stream"));
        assertEquals(String.valueOf(UpstreamFormat.INPUT_TOKENS), call.attribute("gen_ai.usage.input_tokens"));
    }
}
