package dev.caramba.packaged;

import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every way in which a provider may fail and tell everybody what it was sent. */
final class EchoFaults {

    private static final ChatAnswer ANSWER =
            ChatAnswer.of("one two three four ").inEvents(4).withUsage(5, 4);

    private EchoFaults() {}

    /** One for each provider that is tried. */
    static List<Function<Received, Script>> all() {
        return List.of(
                request -> error(401, dump(request)),
                request -> error(403, base64(dump(request))),
                request -> error(401, base64("x" + dump(request))),
                request -> error(401, base64("xy" + dump(request))),
                request -> error(400, Base64.getUrlEncoder().encodeToString(utf8(dump(request)))),
                request -> error(500, URLEncoder.encode(dump(request), StandardCharsets.UTF_8)),
                request -> error(429, hex(dump(request))),
                request -> error(400, hex(dump(request)).toUpperCase()),
                request -> error(400, Json.write(Json.object().put("sent", dump(request)))),
                request -> Script.text(502, "text/plain", dump(request)),
                request -> Script.text(500, "text/html", "<html>" + dump(request) + "</html>"),
                request -> Script.json(503, "{\"detail\":[{\"msg\":" + quoted(dump(request)) + "}]}"),
                request -> Script.json(401, "{\"error\":" + quoted(dump(request)) + "}"),
                request -> Script.json(
                        400,
                        "{\"error\":{\"message\":\"no\",\"type\":%1$s,\"code\":%1$s,\"param\":%1$s}}"
                                .formatted(quoted(key(request)))),
                request -> Script.empty(302)
                        .header(
                                "location",
                                "http://127.0.0.1:1/?key=" + URLEncoder.encode(key(request), StandardCharsets.UTF_8)),
                request -> error(401, "no").header("x-request-id", key(request)).header("retry-after", key(request)),
                request ->
                        Script.sse("{\"error\":{\"message\":" + quoted(dump(request)) + ",\"type\":\"server_error\"}}"),
                request -> Script.sse("{\"choices\":[{\"delta\":" + dump(request)),
                request -> Script.chunks(dump(request)).thenCut(),
                request -> Script.json(200, "{\"choices\":[{" + dump(request)),
                request -> Script.json(200, "{\"unknown\":" + quoted(dump(request)) + "}"),
                request ->
                        ANSWER.cutAfter(2).chunk("data: {\"error\":{\"message\":" + quoted(dump(request)) + "}}\n\n"),
                request -> Script.drop(),
                request -> Script.chunks().thenReset());
    }

    static Script answer(boolean stream) {
        return stream ? ANSWER.stream() : ANSWER.unary();
    }

    static Script broken() {
        return ANSWER.cutAfter(2).thenCut();
    }

    private static Script error(int status, String message) {
        return ChatAnswer.error(status, "some_error", message);
    }

    private static String key(Received request) {
        return request.header("authorization").orElse("").replace("Bearer ", "");
    }

    private static String dump(Received request) {
        return request.headers().entrySet().stream()
                .filter(header -> !header.getKey().equals("content-length"))
                .sorted((a, b) -> Boolean.compare(isKey(b.getKey()), isKey(a.getKey())))
                .map(header -> header.getKey() + "=" + header.getValue())
                .collect(Collectors.joining("; "));
    }

    /** First, so that it is not cut off. */
    private static boolean isKey(String header) {
        return header.contains("auth") || header.contains("key");
    }

    private static String quoted(String text) {
        var list = Json.write(Json.array().add(text));
        return list.substring(1, list.length() - 1);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(utf8(text));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(utf8(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
