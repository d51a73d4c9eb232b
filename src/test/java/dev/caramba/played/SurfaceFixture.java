package dev.caramba.played;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One call on one surface, from {@code src/test/resources/surfaces/<surface>/<case>.json}.
 *
 * <ul>
 *   <li>{@code providers}: entries to configure, by name; keys are the variables of {@code CARAMBA_PROVIDERS_<NAME>_…} in
 *       lower case. The base URL is the player's.
 *   <li>{@code env}: further variables; null takes one away that the player sets.
 *   <li>{@code request}: {@code method} (POST where it is left out), {@code path}, {@code headers}, {@code body}: JSON, or a
 *       string that is sent as it is.
 *   <li>{@code upstream}: the exchanges with providers in their order, each with {@code provider}, {@code expect}
 *       ({@code path}, {@code headers}, {@code body}) and {@code response} ({@code status}, {@code headers},
 *       {@code chunks}).
 *   <li>{@code expect}: what the client reads: {@code status}, {@code headers}, {@code body} or {@code events},
 *       {@code concat}, {@code events_loose}.
 * </ul>
 *
 * @param name {@code <surface>/<case>}
 */
public record SurfaceFixture(String name, ObjectNode json) {

    private static final String ENDING = ".json";

    /** All fixtures of all surfaces, by name. No surface is without one. */
    public static List<SurfaceFixture> all() {
        return listed(folder()).stream()
                .flatMap(surface -> of(surface).stream())
                .toList();
    }

    public String surface() {
        return name.substring(0, name.indexOf('/'));
    }

    JsonNode providers() {
        return json.path("providers");
    }

    JsonNode environment() {
        return json.path("env");
    }

    JsonNode request() {
        return json.path("request");
    }

    JsonNode exchanges() {
        return json.path("upstream");
    }

    JsonNode expect() {
        return json.path("expect");
    }

    private static List<SurfaceFixture> of(Path surface) {
        var fixtures = listed(surface).stream()
                .filter(file -> file.toString().endsWith(ENDING))
                .map(SurfaceFixture::read)
                .toList();
        if (fixtures.isEmpty()) {
            throw new IllegalStateException("no fixtures in " + surface);
        }
        return fixtures;
    }

    private static SurfaceFixture read(Path file) {
        try {
            var surface = file.getParent().getFileName();
            var name = surface + "/" + file.getFileName().toString().replace(ENDING, "");
            return new SurfaceFixture(
                    name,
                    Json.object(Files.readString(file))
                            .orElseThrow(() -> new IllegalArgumentException(name + " is no JSON object")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> listed(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(SurfaceFixture.class.getResource("/surfaces").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
