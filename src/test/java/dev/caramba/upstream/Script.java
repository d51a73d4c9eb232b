package dev.caramba.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * What an {@link Upstream} does with one request. Immutable: each method gives a longer script.
 *
 * <pre>{@code
 * Script.json(429, "{}").header("retry-after", "7")
 * Script.sse("{\"a\":1}", "[DONE]")
 * Script.chunks("data: ", "{}\n\n").pause(Duration.ofMillis(50)).chunk("data: [DONE]\n\n").thenReset()
 * Script.never()
 * }</pre>
 *
 * A body is sent in chunked transfer unless it is whole ({@link #json}, {@link #text}) or has a {@code content-length}
 * of the script's own, which is sent as it is, right or wrong.
 */
public final class Script {

    private static final Step FINISH = Exchange::finish;
    private static final Step CUT = Exchange::cut;
    private static final Step RESET = Exchange::reset;
    private static final Step HANG = Exchange::hang;

    private final List<Step> before;
    private final int status;
    private final Map<String, String> headers;
    private final boolean whole;
    private final List<Step> body;
    private final Step end;

    private Script(
            List<Step> before, int status, Map<String, String> headers, boolean whole, List<Step> body, Step end) {
        this.before = before;
        this.status = status;
        this.headers = headers;
        this.whole = whole;
        this.body = body;
        this.end = end;
    }

    /** A whole JSON body. */
    public static Script json(int status, String body) {
        return text(status, "application/json", body);
    }

    /** A whole JSON body. */
    public static Script json(int status, JsonNode body) {
        return json(status, body.toString());
    }

    /** A whole body of any type. */
    public static Script text(int status, String contentType, String body) {
        return empty(status).header("content-type", contentType).chunk(body).whole(true);
    }

    /** A status without a body. */
    public static Script empty(int status) {
        return new Script(List.of(), status, Map.of(), true, List.of(), FINISH);
    }

    /** An event stream: each item is the data of one event and travels in a write of its own. */
    public static Script sse(String... data) {
        return chunks(Arrays.stream(data).map(item -> "data: " + item + "\n\n").toArray(String[]::new));
    }

    /** An event stream in these very pieces, each in a write of its own. */
    public static Script chunks(String... chunks) {
        return chunks(Arrays.stream(chunks).map(Script::utf8).toList());
    }

    /** An event stream in these very pieces, each in a write of its own. */
    public static Script chunks(List<byte[]> chunks) {
        var script = empty(200).header("content-type", "text/event-stream").whole(false);
        return script.with(script.before, plus(List.of(), chunks.stream().map(Step.Write::new)), script.end);
    }

    /** The request is taken and never answered; the connection stays open. */
    public static Script never() {
        return empty(200).after(new CompletableFuture<>());
    }

    /** The connection is closed before any byte of an answer. */
    public static Script drop() {
        return empty(200).before(CUT);
    }

    public Script status(int status) {
        return new Script(before, status, headers, whole, body, end);
    }

    /** Sets a header of the answer, in the place of one that is there. */
    public Script header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new Script(before, status, more, whole, body, end);
    }

    /** One more piece of the body, in a write of its own. */
    public Script chunk(String text) {
        return chunk(utf8(text));
    }

    /** One more piece of the body, in a write of its own. */
    public Script chunk(byte[] bytes) {
        return then(new Step.Write(bytes));
    }

    /** Silence in the body; it ends early with the connection. */
    public Script pause(Duration length) {
        return then(exchange -> exchange.pause(length));
    }

    /** Silence in the body until the test completes the signal. */
    public Script until(CompletableFuture<?> signal) {
        return then(exchange -> exchange.until(signal));
    }

    /** Silence before the head. */
    public Script after(Duration length) {
        return before(exchange -> exchange.pause(length));
    }

    /** Silence before the head until the test completes the signal. */
    public Script after(CompletableFuture<?> signal) {
        return before(exchange -> exchange.until(signal));
    }

    /** The same script with the body in chunked transfer, one byte a write. */
    public Script bytewise() {
        var bytes = plus(List.of(), body.stream().flatMap(Step::bytewise));
        return whole(false).with(before, bytes, end);
    }

    /** The same script with its body compressed, each write flushed. A body that is cut has no trailer. */
    public Script gzipped() {
        var compressed = new GzipBody();
        var pieces = plus(List.of(), body.stream().map(compressed::step));
        var ended = end == FINISH && !pieces.isEmpty()
                ? plus(pieces, Stream.of(new Step.Write(compressed.trailer())))
                : pieces;
        return header("content-encoding", "gzip").with(before, ended, end);
    }

    /** The body ends as it should, and the connection can be used again. This is the default. */
    public Script thenEof() {
        return with(before, body, FINISH);
    }

    /** The connection is closed in good order, but the body was not finished. */
    public Script thenCut() {
        return with(before, body, CUT);
    }

    /** The connection is reset. */
    public Script thenReset() {
        return with(before, body, RESET);
    }

    /** Nothing more is sent and the connection stays open until the client closes it. */
    public Script thenHang() {
        return with(before, body, HANG);
    }

    void play(Exchange exchange) throws IOException {
        Step head = to -> to.head(status, framedHeaders());
        var steps = plus(plus(before, Stream.of(head)), Stream.concat(body.stream(), Stream.of(end)));
        int completing = whole && end == FINISH ? steps.size() - 2 : steps.size() - 1;
        for (int i = 0; i < steps.size(); i++) {
            if (i == completing) {
                exchange.completing();
            }
            steps.get(i).play(exchange);
        }
    }

    private Map<String, String> framedHeaders() {
        if (headers.containsKey("content-length")) {
            return headers;
        }
        var framed = new LinkedHashMap<>(headers);
        if (whole) {
            framed.put("content-length", String.valueOf(length()));
        } else {
            framed.put("transfer-encoding", "chunked");
        }
        return framed;
    }

    private int length() {
        return body.stream()
                .filter(Step.Write.class::isInstance)
                .mapToInt(step -> ((Step.Write) step).bytes().length)
                .sum();
    }

    private Script whole(boolean whole) {
        return new Script(before, status, headers, whole, body, end);
    }

    private Script then(Step step) {
        return with(before, plus(body, Stream.of(step)), end);
    }

    private Script before(Step step) {
        return with(plus(before, Stream.of(step)), body, end);
    }

    private Script with(List<Step> before, List<Step> body, Step end) {
        return new Script(before, status, headers, whole, body, end);
    }

    private static List<Step> plus(List<Step> steps, Stream<? extends Step> more) {
        var all = new ArrayList<>(steps);
        more.forEach(all::add);
        return List.copyOf(all);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
