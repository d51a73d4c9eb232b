package dev.caramba.status;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the status page on a server that has a key, for somebody who has none. */
@QuarkusTest
@TestProfile(StatusRoutesQuarkusTest.Keys.class)
class StatusRoutesQuarkusTest {

    /** A server with one key: "secret". */
    public static class Keys implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("test.access.keys", "app=2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
        }
    }

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @ParameterizedTest
    @CsvSource({
        "/status, text/html; charset=utf-8",
        "/status?from=a-bookmark, text/html; charset=utf-8",
        "/status/page.css, text/css; charset=utf-8",
        "/status/page.js, text/javascript; charset=utf-8",
        "/status/icon.svg, image/svg+xml",
    })
    void gives_out_the_files_of_the_page(String path, String type) {
        given().get(path)
                .then()
                .statusCode(200)
                .header("content-type", equalTo(type))
                .header("cache-control", equalTo("no-cache"))
                .header("x-content-type-options", equalTo("nosniff"))
                .header("referrer-policy", equalTo("no-referrer"))
                .header("etag", matchesPattern("\"[0-9a-f]{32}\""))
                .body(not(blankString()));
    }

    @Test
    void the_page_may_load_nothing_from_elsewhere_and_run_nothing_that_is_written_into_it() {
        given().get("/status")
                .then()
                .header("content-security-policy", containsString("default-src 'none'; script-src 'self'; "))
                .header("content-security-policy", containsString("frame-ancestors 'none'"))
                .header("content-security-policy", containsString("require-trusted-types-for 'script'"))
                .header("content-security-policy", not(containsString("unsafe")))
                .body(not(containsString("http://")))
                .body(not(containsString("https://")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"another\", %s", "*"})
    void a_browser_that_has_the_file_does_not_get_it_again(String known) {
        var etag = given().get("/status/page.js").header("etag");

        given().header("if-none-match", known.formatted(etag))
                .get("/status/page.js")
                .then()
                .statusCode(304)
                .header("etag", equalTo(etag))
                .body(blankString());
        given().header("if-none-match", "\"another\"")
                .get("/status/page.js")
                .then()
                .statusCode(200);
    }

    @Test
    void head_tells_the_length() {
        var length = given().get("/status").header("content-length");

        given().head("/status")
                .then()
                .statusCode(200)
                .header("content-length", equalTo(length))
                .body(blankString());
    }

    @Test
    void nothing_but_reading_is_served_there() {
        given().header("authorization", "Bearer secret")
                .contentType("application/json")
                .body("{}")
                .post("/status")
                .then()
                .statusCode(405)
                .header("allow", equalTo("GET, HEAD"));
        given().header("authorization", "Bearer secret").get("/status/").then().statusCode(404);
    }

    @Test
    void an_event_that_is_sent_there_needs_a_key_as_anywhere() {
        var event = given().headers(
                        "ce-id", "1", "ce-source", "s", "ce-specversion", "1.0", "ce-type", "caramba.generate")
                .contentType("application/json")
                .body("{\"prompt\":\"Hi\"}");

        event.post("/status").then().statusCode(401);
        event.header("authorization", "Bearer secret").post("/status").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {BROWSER, "text/html", "TEXT/HTML; charset=utf-8; q=0.5"})
    void a_browser_that_asks_for_the_root_is_sent_to_the_page(String accept) {
        root().header("accept", accept)
                .get("/")
                .then()
                .statusCode(303)
                .header("location", equalTo("/status"))
                .header("vary", equalTo("accept"))
                .body(blankString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*/*", "application/json", "text/*", "application/json, text/html;q=0", "application/xhtml+xml"})
    void nobody_else_is(String accept) {
        root().header("accept", accept).get("/").then().statusCode(401).header("location", nullValue());
    }

    @Test
    void nor_is_anything_that_may_be_an_event() {
        root().headers("accept", BROWSER, "ce-id", "1").get("/").then().statusCode(401);
        root().headers("accept", BROWSER, "content-type", "application/cloudevents+json")
                .get("/")
                .then()
                .statusCode(401);
        root().header("accept", BROWSER).post("/").then().statusCode(401);
        root().headers("accept", BROWSER, "authorization", "Bearer secret")
                .contentType("application/json")
                .body("{}")
                .post("/")
                .then()
                .statusCode(404)
                .body("error.message", containsString("Only events are taken at this path"));
    }

    private static RequestSpecification root() {
        return given().redirects().follow(false);
    }
}
