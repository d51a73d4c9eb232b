package dev.caramba.packaged;

import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Supplier;

/** Every way to go wrong, around one answer. */
final class Faults {

    private static final int EVENTS = 6;
    private static final int GIVEN_OUT = 3;

    private final ChatAnswer answer;

    /** Half of a whole answer. */
    private final Script half =
            Script.chunks("{\"choices\":[{\"index\":0,\"mess").header("content-type", "application/json");

    Faults(String text) {
        answer = ChatAnswer.of(text).inEvents(EVENTS).withUsage(5, EVENTS);
    }

    /** The right answer. */
    Script answer(boolean stream) {
        return stream ? answer.stream() : answer.unary();
    }

    /** All of them, for one text. */
    List<Fault> all() {
        return List.of(
                always("429, Retry-After: 1", () -> limited("retry-after", "1")),
                once("429, Retry-After: a date, once", () -> limited("retry-after", inTwoSeconds())),
                once("429, retry-after-ms: 300, once", () -> limited("retry-after-ms", "300")),
                once(
                        "429, x-ratelimit-reset-requests: 300ms, once",
                        () -> limited("x-ratelimit-reset-requests", "300ms")),
                always("429 without a hint", () -> limited("x-nothing", "1")),
                always("429, Retry-After: 60", () -> limited("retry-after", "60")),
                once("503 once", () -> ChatAnswer.error(503, "server_error", "overloaded")),
                always("503 for ever", () -> ChatAnswer.error(503, "server_error", "overloaded")),
                once("500 once", () -> ChatAnswer.error(500, "server_error", "broken")),
                always("500 for ever", () -> ChatAnswer.error(500, "server_error", "broken")),
                at("connection refused", "http://127.0.0.1:1"),
                at("unknown host", "http://nowhere.invalid"),
                at("TLS against a server without it", "https"),
                once("closed before the head, once", Script::drop),
                always("closed before the head", Script::drop),
                always("reset behind the head", () -> Script.chunks().thenReset()),
                always("accepts and never answers", Script::never),
                always("a head and nothing more", () -> Script.chunks().thenHang()),
                streams("first token after 3 s", slow(false), slow(true)),
                thenFine(streams(
                        "cut after 3 tokens, once",
                        half.thenCut(),
                        answer.cutAfter(GIVEN_OUT).thenCut())),
                streams(
                        "cut after 3 tokens",
                        half.thenCut(),
                        answer.cutAfter(GIVEN_OUT).thenCut()),
                streams(
                        "reset after 3 tokens",
                        half.thenReset(),
                        answer.cutAfter(GIVEN_OUT).thenReset()),
                thenFine(streams(
                        "stalls after 3 tokens, once",
                        half.thenHang(),
                        answer.cutAfter(GIVEN_OUT).thenHang())),
                streams(
                        "stalls after 3 tokens",
                        half.thenHang(),
                        answer.cutAfter(GIVEN_OUT).thenHang()),
                streams("malformed in the middle", half.thenEof(), broken("{\"choices\":[{")),
                streams(
                        "an error event after 3 tokens",
                        ChatAnswer.error(503, "server_error", "overloaded"),
                        broken("{\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\"}}")),
                streams("ends without a finish reason", Script.json(200, ""), answer.cutAfter(GIVEN_OUT)),
                streams("a finish reason without [DONE]", answer(false), answer.withoutDone().stream()),
                streams(
                        "one byte at a time",
                        answer(false).bytewise(),
                        answer(true).bytewise()),
                always("a head of 100 KB", () -> answer(false).header("x-bomb", "x".repeat(100_000))),
                always("JSON nested 50,000 deep", () -> Script.json(200, "[".repeat(50_000))),
                always("HTML", () -> Script.text(200, "text/html", "<html>busy</html>")),
                always("context too long", () -> coded(400, "context_length_exceeded")),
                always("content filter", () -> coded(400, "content_filter")),
                always("bad request", () -> coded(400, "invalid_value")),
                always("wrong key", () -> coded(401, "invalid_api_key")),
                always("unknown model", () -> coded(404, "model_not_found")),
                always("quota spent", () -> coded(429, "insufficient_quota")));
    }

    private Fault thenFine(Fault fault) {
        return new Fault(
                fault.name(),
                fault.address(),
                List.of(fault.unary().get(0), () -> answer(false)),
                List.of(fault.stream().get(0), () -> answer(true)));
    }

    private static Fault always(String name, Supplier<Script> script) {
        return new Fault(name, "%s", List.of(script), List.of(script));
    }

    private Fault once(String name, Supplier<Script> script) {
        return thenFine(always(name, script));
    }

    private static Fault streams(String name, Script unary, Script stream) {
        return new Fault(name, "%s", List.of(() -> unary), List.of(() -> stream));
    }

    private static Fault at(String name, String address) {
        return new Fault(name, address, List.of(Script::drop), List.of(Script::drop));
    }

    private static Script limited(String header, String value) {
        return ChatAnswer.error(429, "rate_limit_error", "slow down").header(header, value);
    }

    private static Script coded(int status, String code) {
        return Script.json(
                status,
                "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\",\"code\":\"" + code + "\"}}");
    }

    private Script slow(boolean stream) {
        return answer(stream).after(Duration.ofSeconds(3));
    }

    private Script broken(String event) {
        return answer.cutAfter(GIVEN_OUT).chunk("data: " + event + "\n\n").chunk("data: [DONE]\n\n");
    }

    private static String inTwoSeconds() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2));
    }
}
