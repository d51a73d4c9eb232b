package dev.caramba.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has a key may call; admins operate; those whose time is over do neither. */
@QuarkusTest
@TestProfile(RolesQuarkusTest.Keys.class)
class RolesQuarkusTest {

    private static final String SECRET = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";
    private static final String OTHER = "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa";
    private static final String PLAIN = "a116c9ed46d6207734a43317d30fd88f52ac8634c37d904bbf4e41d865f90475";
    private static final String OLD = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /** "secret" is an app's key, "other" an admin's, "plain" has no grant, and "test" has expired. */
    public static class Keys implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "test.access.keys",
                    "app=" + SECRET + ",boss=" + OTHER + ",old=" + OLD + ",plain=" + PLAIN,
                    "caramba.access.keys.app",
                    SECRET,
                    "caramba.access.keys.boss",
                    OTHER,
                    "caramba.access.keys.old",
                    OLD,
                    "caramba.access.keys.plain",
                    PLAIN,
                    "caramba.access.grants.app.models",
                    "llama3",
                    "caramba.providers.ollama.models",
                    "llama3",
                    "caramba.access.grants.boss.admin",
                    "true",
                    "caramba.access.grants.old.expires",
                    "2020-01-01",
                    "caramba.access.metrics",
                    "admin");
        }
    }

    @Inject
    ScriptedProvider provider;

    @TestHTTPResource
    URL server;

    @ParameterizedTest
    @ValueSource(strings = {"/providers/openai/disable", "/providers/openai/enable", "/providers/nobody/reset"})
    void only_an_admin_operates(String path) {
        as("secret")
                .post(path)
                .then()
                .statusCode(403)
                .contentType("application/json")
                .body("error.code", equalTo("permission_denied"))
                .body("error.message", equalTo("This access key or token is not an admin's."));
        as("plain").post(path).then().statusCode(403);
        as("other").post(path).then().statusCode(path.contains("nobody") ? 404 : 200);
    }

    @Test
    void whoever_does_not_operate_is_refused_before_the_body_is_read() {
        for (var header : List.of("Authorization: Bearer secret", "X-Api-Key: secret", "Api-Key: secret")) {
            try (var client = new RawHttp(server.getPort())) {
                client.send("POST /providers/openai/disable HTTP/1.1\r\nHost: localhost\r\n" + header
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
                var response = client.readUntil("\"attempts\":[]}}");
                assertTrue(response.startsWith("HTTP/1.1 403 "), response);
                assertTrue(response.contains("permission_denied"), response);
            }
        }
    }

    @Test
    void metrics_are_for_admins_where_it_is_said_so_and_health_is_open() {
        given().get("/q/metrics").then().statusCode(401);
        as("secret").get("/q/metrics").then().statusCode(403);
        as("other").get("/q/metrics").then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void a_key_that_has_expired_is_one_no_more() {
        as("test")
                .get("/v1/models")
                .then()
                .statusCode(401)
                .header("www-authenticate", "Bearer")
                .body("error.code", equalTo("invalid_api_key"))
                .body("error.message", equalTo("The access key has expired."));
    }

    @Test
    void a_caller_is_shown_only_what_it_may_ask() {
        as("secret").get("/v1/models").then().statusCode(200).body("data.size()", equalTo(0));
        as("secret").get("/v1/models/openai").then().statusCode(404).body("error.code", equalTo("model_not_found"));
        as("other").get("/v1/models/openai").then().statusCode(200);
        as("secret").get("/providers").then().statusCode(200).body("providers.model", contains("llama3"));
    }

    @Test
    void what_a_caller_may_do_goes_along_with_its_calls() {
        provider.answers(ScriptedProvider.STOP);

        as("secret").body("{\"prompt\":\"Hi\"}").post("/generate").then().statusCode(200);

        var caller = provider.lastContext().caller();
        assertEquals("app", caller.name());
        assertEquals(Set.of("llama3"), caller.grant().models());
    }

    private static RequestSpecification as(String key) {
        return given().header("authorization", "Bearer " + key);
    }
}
