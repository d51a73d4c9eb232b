package dev.caramba.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} lists every path that is served, and no other. */
@QuarkusTest
class EndpointsDocumentQuarkusTest {

    private static final Pattern TABLE = Pattern.compile("(?s)## Endpoints\n(.*?)\n## ");
    private static final Pattern ENDPOINT = Pattern.compile("`(GET|HEAD|POST|PUT|DELETE|PATCH) (/[^`]*)`");

    /** Served by routers of Quarkus beneath ours, which do not tell their paths. */
    private static final String QUARKUS = "/q/";

    @Inject
    Router router;

    @Test
    void lists_every_path_and_no_other() throws IOException {
        var table = TABLE.matcher(Files.readString(Path.of("docs/operations.md")));
        assertEquals(true, table.find());
        var documented = ENDPOINT.matcher(table.group(1))
                .results()
                .map(endpoint -> endpoint.group(2))
                .filter(path -> !path.startsWith(QUARKUS))
                .collect(Collectors.toCollection(TreeSet::new));

        var served = router.getRoutes().stream()
                .flatMap(route -> path(route).stream())
                .filter(path -> !path.startsWith(QUARKUS))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(documented, served);
    }

    @Test
    void names_the_methods_that_are_taken() throws IOException {
        var endpoints = ENDPOINT.matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .map(endpoint -> endpoint.group(1) + " " + endpoint.group(2))
                .collect(Collectors.toSet());

        for (var route : router.getRoutes()) {
            for (var method : methods(route)) {
                path(route)
                        .filter(path -> !path.startsWith(QUARKUS))
                        .ifPresent(path ->
                                assertEquals(true, endpoints.contains(method + " " + path), () -> method + " " + path));
            }
        }
    }

    @Test
    void what_quarkus_serves_is_there() throws IOException {
        var paths = ENDPOINT.matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .map(endpoint -> endpoint.group(2))
                .filter(path -> path.startsWith(QUARKUS))
                .collect(Collectors.toSet());

        assertEquals(5, paths.size());
        paths.forEach(path -> given().get(path).then().statusCode(anyOf(is(200), is(503))));
    }

    private static Collection<HttpMethod> methods(Route route) {
        return Stream.ofNullable(route.methods())
                .flatMap(Set::stream)
                .filter(method -> !method.equals(HttpMethod.HEAD))
                .toList();
    }

    /** As it is written in documents; empty for what stands before or behind all paths. */
    private static Optional<String> path(Route route) {
        return Optional.ofNullable(route.getPath())
                .map(path -> path.replaceAll(":([a-z]+)", "{$1}").replaceAll("/\\*?$", "/{model}"))
                .map(path -> path.equals("/{model}") ? "/" : path)
                .filter(path -> !path.isEmpty());
    }
}
