package dev.caramba.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came over the wire.
 *
 * @param number its place among all requests of the upstream, from 0
 * @param connection the place of its connection among all connections, from 0
 * @param path with the query
 * @param headers names in lower case; of a repeated one the last value
 */
public record Received(
        int number, int connection, String method, String path, Map<String, String> headers, byte[] body) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    Received numbered(int number, int connection) {
        return new Received(number, connection, method, path, headers, body);
    }

    /** The body as JSON. */
    public JsonNode json() {
        return Json.parse(text()).orElseThrow(() -> new AssertionError("the request's body is no JSON: " + text()));
    }

    @Override
    public String toString() {
        return "#" + number + " " + method + " " + path + " " + text();
    }
}
