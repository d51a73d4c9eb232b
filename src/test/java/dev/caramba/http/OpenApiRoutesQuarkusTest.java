package dev.caramba.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.testing.OpenApiDocument;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/openapi.yaml} has every path and every method that is served, and no other. */
@QuarkusTest
class OpenApiRoutesQuarkusTest {

    /** Served by routers of Quarkus beneath ours, which do not tell their paths, and answer any method. */
    private static final String QUARKUS = "/q/";

    /** Served where the fleet shares its keys. */
    private static final String ACCESS = "/access/";

    private static final List<Method> METHODS =
            List.of(Method.GET, Method.POST, Method.PUT, Method.DELETE, Method.PATCH);

    private static final String NOTHING = "There is nothing at this path.";

    private final OpenApiDocument document = OpenApiDocument.read();

    @Inject
    Router router;

    @Test
    void has_every_path_and_no_other() {
        var served = router.getRoutes().stream()
                .map(Route::getPath)
                .filter(Objects::nonNull)
                .map(path -> path.replaceAll(":([a-z]+)", "{$1}").replaceAll("(?<=.)/\\*?$", "/{model}"))
                .filter(path -> !path.isEmpty() && !path.startsWith(QUARKUS))
                .collect(Collectors.toCollection(TreeSet::new));
        var documented = document.methods().keySet().stream()
                .filter(path -> !path.startsWith(QUARKUS) && !path.startsWith(ACCESS))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(served, documented);
    }

    /** Any event may be sent to {@code /}, by any method. */
    @TestFactory
    Stream<DynamicTest> has_every_method_and_no_other() {
        return document.methods().entrySet().stream()
                .filter(path -> !path.getKey().equals("/")
                        && !path.getKey().startsWith(ACCESS)
                        && !path.getKey().startsWith(QUARKUS))
                .flatMap(path -> METHODS.stream()
                        .map(method -> DynamicTest.dynamicTest(
                                method + " " + path.getKey(),
                                () -> assertEquals(
                                        path.getValue().contains(method.name()), isServed(method, path.getKey())))));
    }

    @TestFactory
    Stream<DynamicTest> what_may_be_greeted_is_there() {
        return document.methods().entrySet().stream()
                .filter(path -> path.getValue().contains("HEAD"))
                .map(path -> DynamicTest.dynamicTest(
                        path.getKey(), () -> given().head(path.getKey()).then().statusCode(200)));
    }

    @TestFactory
    Stream<DynamicTest> what_quarkus_serves_is_there() {
        return document.methods().keySet().stream()
                .filter(path -> path.startsWith(QUARKUS))
                .map(path -> DynamicTest.dynamicTest(path, () -> {
                    var status = given().get(path).statusCode();
                    assertEquals(true, status == 200 || status == 503, path + ": " + status);
                }));
    }

    private static boolean isServed(Method method, String path) {
        var request = given().contentType("application/json");
        Response answer = (method == Method.POST ? request.body("{}") : request)
                .request(method, path.replaceAll("\\{[a-z]+}", "none"));
        var json = answer.contentType().contains("json");
        var code = json ? String.valueOf(answer.<String>path("error.code")) : "";
        var message = json ? String.valueOf(answer.<String>path("error.message")) : "";
        return answer.statusCode() != 405 && !code.equals("unknown_url") && !message.equals(NOTHING);
    }
}
