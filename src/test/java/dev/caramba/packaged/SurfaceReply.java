package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What came back of a call, read as a client of the surface reads it. */
record SurfaceReply(AskedForm form, int status, HttpHeaders headers, String body) {

    SurfaceReply(AskedForm form, HttpResponse<String> response) {
        this(form, response.statusCode(), response.headers(), response.body());
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    JsonNode json() {
        return Json.object(body).orElseThrow(() -> new AssertionError(this));
    }

    /** A complete answer of the scripted provider, with its text and its tokens. */
    SurfaceReply assertWell() {
        assertEquals(200, status, this::toString);
        assertEquals(form.text(), text(), this::toString);
        assertEquals(form.tokens(), tokens(), this::toString);
        return this;
    }

    /** The text of a complete answer. */
    String text() {
        if (!form.streams()) {
            assertEquals("application/json", header("content-type"));
            return form.surface().text(json());
        }
        assertEquals("text/event-stream; charset=utf-8", header("content-type"));
        var end = form.surface().end();
        assertEquals(1, body.split(Pattern.quote(end), -1).length - 1, this::toString);
        assertTrue(
                body.substring(body.indexOf(end)).indexOf("\n\n") == body.length() - 2 - body.indexOf(end),
                this::toString);
        assertFalse(body.contains(form.surface().failure()), this::toString);
        return textSoFar();
    }

    /** The text of a stream, complete or not. */
    String textSoFar() {
        return events().stream().map(form.surface()::piece).collect(Collectors.joining());
    }

    /** The error that ends a stream which has begun, and which does not look complete. */
    JsonNode brokenOff() {
        assertFalse(body.contains(form.surface().end()), this::toString);
        int failure = body.indexOf(form.surface().failure());
        assertTrue(failure >= 0, this::toString);
        assertEquals(body.length() - 2, body.indexOf("\n\n", failure), this::toString);
        return form.surface().failure(events().get(events().size() - 1));
    }

    /** The body without what goes out while a model is silent. */
    String withoutSilence() {
        return form.streams()
                ? body.replace(form.surface().keepAlive(), "")
                        .replace(form.surface().laterKeepAlive(), "")
                : body;
    }

    private String tokens() {
        return form.streams()
                ? events().stream()
                        .map(form.surface()::streamedTokens)
                        .filter(told -> !told.isEmpty())
                        .reduce("", (first, last) -> last)
                : form.surface().tokens(json());
    }

    private List<JsonNode> events() {
        return body.lines()
                .filter(line -> line.startsWith("data: {"))
                .<JsonNode>map(
                        line -> Json.object(line.substring("data: ".length())).orElseThrow())
                .toList();
    }

    /** An error over HTTP in the surface's own envelope: its status and type, and this code beside them. */
    SurfaceReply assertError(int status, String code) {
        var surface = form.surface();
        assertEquals(surface.status(status), this.status, this::toString);
        assertEquals("application/json", header("content-type"), this::toString);
        var error = json().path("error");
        assertEquals(code, error.path("code").asText(), this::toString);
        assertEquals(surface.type(status, code), error.path("type").asText(), this::toString);
        assertTrue(error.path("message").isTextual() && error.path("attempts").isArray(), this::toString);
        if (surface == AskedSurface.MESSAGES) {
            assertEquals("error", json().path("type").asText(), this::toString);
            assertEquals(header("request-id"), json().path("request_id").asText(), this::toString);
        } else {
            assertTrue(error.has("param"), this::toString);
            assertEquals(1, json().size(), this::toString);
        }
        assertFalse(header("x-request-id").isEmpty(), this::toString);
        return this;
    }

    /** The attempts that an error tells: {@code provider:outcome}. */
    List<String> attempts() {
        return StreamSupport.stream(json().at("/error/attempts").spliterator(), false)
                .map(attempt -> attempt.path("provider").asText() + ":"
                        + attempt.path("outcome").asText())
                .toList();
    }

    @Override
    public String toString() {
        return form + ": " + status + " " + headers.map() + "\n" + body;
    }
}
