package dev.caramba.access;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Grant;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.spi.runtime.AuthenticationFailureEvent;
import io.quarkus.security.spi.runtime.AuthenticationSuccessEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything but what operators watch is behind the keys. */
@QuarkusTest
@TestProfile(AccessQuarkusTest.Keys.class)
class AccessQuarkusTest {

    /** A server with one key: "secret". */
    public static class Keys implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("test.access.keys", "app=2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
        }
    }

    private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String BATCH = "{\"prompts\":[{\"id\":\"1\",\"prompt\":\"Hi\"}]}";

    @Inject
    ScriptedProvider provider;

    @TestHTTPResource
    URL server;

    @ParameterizedTest
    @CsvSource({
        "POST, /generate",
        "POST, /v1/chat/completions",
        "GET, /v1/models",
        "GET, /v1/models/fast",
        "GET, /providers",
        "POST, /providers/openai/disable",
        "POST, /providers/openai/reset",
        "GET, /providers/openai/enable",
        "POST, /",
        "GET, /",
        "GET, /missing",
        "POST, /v1/moderations",
        "POST, /status",
        "POST, /status/page.js",
        "OPTIONS, /status",
        "GET, /status/",
        "GET, /status/page.html",
        "GET, /status/page.css/x",
        "GET, /statuses",
        "GET, /status/../providers",
        "GET, /status/%2e%2e/providers",
        "OPTIONS, /v1/models",
        "DELETE, /generate",
        "GET, /q/arc",
        "POST, /q/health",
        "POST, /q/metrics",
        "GET, /q/healthy",
        "GET, /q/health/../../providers",
        "GET, /q/health/%2e%2e/%2e%2e/providers",
        "GET, /q/health/..%2f..%2fproviders",
    })
    void a_caller_without_a_key_stays_out(String method, String path) {
        provider.answers(ScriptedProvider.STOP);

        try (var client = new RawHttp(server.getPort())) {
            client.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
            var response = client.readUntil("\r\n\r\n").toLowerCase();
            // An encoded slash does not leave the health checks, where nothing is at this path.
            var expected = path.contains("%2f") ? "http/1.1 404" : "http/1.1 401";
            assertTrue(response.startsWith(expected), response);
        }
        assertEquals(0, provider.calls());
    }

    @Test
    void the_answer_says_why() {
        given().header("authorization", "Bearer wrong")
                .get("/v1/models")
                .then()
                .statusCode(401)
                .contentType("application/json")
                .header("www-authenticate", "Bearer")
                .header("x-should-retry", "false")
                .header("x-request-id", notNullValue())
                .body("error.code", equalTo("invalid_api_key"))
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.attempts.size()", is(0));
    }

    @Test
    void a_missing_key_may_come_in_any_of_the_headers_that_are_named() {
        given().get("/v1/models")
                .then()
                .statusCode(401)
                .body(
                        "error.message",
                        equalTo("No access key or bearer token was given. Send it as 'Authorization: Bearer <key>',"
                                + " 'x-api-key: <key>' or 'api-key: <key>'."));
        given().header("x-api-key", "secret").get("/v1/models").then().statusCode(200);
        given().header("api-key", "secret").get("/v1/models").then().statusCode(200);
    }

    @Test
    void an_event_to_a_watched_path_needs_a_key() {
        given().headers("ce-id", "1", "ce-source", "s", "ce-specversion", "1.0", "ce-type", "caramba.generate")
                .contentType("application/json")
                .body("{\"prompt\":\"Hi\"}")
                .post("/q/health")
                .then()
                .statusCode(401);
    }

    @Test
    void the_body_of_a_stranger_is_not_parsed() {
        try (var client = new RawHttp(server.getPort())) {
            client.send("POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{");
            assertTrue(client.readUntil("\"attempts\":[]}}").startsWith("HTTP/1.1 401 "));

            client.send(" ".repeat(999))
                    .send("GET /v1/models HTTP/1.1\r\nAuthorization: Bearer secret\r\nHost: a\r\n\r\n");
            assertTrue(client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 200 "));
        }
    }

    /** Neither an end nor a size is waited for: what is sent of a body here is never all of it. */
    @ParameterizedTest
    @CsvSource({
        "/generate,            Transfer-Encoding: chunked",
        "/generate,            Content-Length: 9999999999999",
        "/batch,               Transfer-Encoding: chunked",
        "/v1/chat/completions, Transfer-Encoding: chunked",
        "/v1/chat/completions, Content-Length: 9999999999999",
        "/,                    Transfer-Encoding: chunked",
        "/providers/a/disable, Transfer-Encoding: chunked",
        "/missing,             Transfer-Encoding: chunked",
    })
    void a_wrong_key_is_refused_before_the_body_is_read(String path, String length) {
        var calls = provider.calls();
        for (var header : List.of("Authorization: Bearer wrong", "X-Api-Key: wrong", "Api-Key: wrong", "Accept: */*")) {
            try (var client = new RawHttp(server.getPort())) {
                client.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Ce-Id: 1\r\nCe-Source: s\r\nCe-Specversion: 1.0\r\nCe-Type: caramba.generate\r\n"
                        + header + "\r\n" + length + "\r\n\r\n1\r\n{\r\n");
                var response = client.readUntil("\"attempts\":[]}}");
                assertTrue(response.startsWith("HTTP/1.1 401 "), response);
                assertTrue(response.contains("invalid_api_key"), response);
            }
        }
        assertEquals(calls, provider.calls());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /generate, 200",
        "POST, /v1/chat/completions, 200",
        "POST, /batch, 200",
        "POST, /, 200",
        "GET, /v1/models, 200",
        "GET, /providers, 200",
        "GET, /usage, 403",
        "GET, /results/1, 404",
        "GET, /access/keys, 404",
        "POST, /providers/openai/disable, 403",
        "POST, /status, 405",
        "GET, /missing, 404",
    })
    void a_key_is_good_in_each_of_three_headers(String method, String path, int status) {
        for (var header :
                List.of(Map.entry("authorization", "Bearer "), Map.entry("x-api-key", ""), Map.entry("api-key", ""))) {
            provider.answers(ScriptedProvider.STOP);
            ask(method, path, header.getKey(), header.getValue() + "secret").statusCode(status);
            var calls = provider.calls();
            ask(method, path, header.getKey(), header.getValue() + "wrong")
                    .statusCode(401)
                    .contentType("application/json")
                    .header("www-authenticate", "Bearer")
                    .body("error.code", equalTo("invalid_api_key"))
                    .body("error.message", equalTo("The access key is not valid."));
            assertEquals(calls, provider.calls());
        }
    }

    private static ValidatableResponse ask(String method, String path, String header, String value) {
        var request = given().header(header, value);
        if (method.equals("POST")) {
            request.contentType("application/json").body(path.equals("/batch") ? BATCH : CHAT);
        }
        if (path.equals("/")) {
            request.headers(
                    "ce-id", value, "ce-source", header, "ce-specversion", "1.0", "ce-type", "caramba.generate");
        }
        return request.request(method, path).then();
    }

    @Test
    void a_caller_with_a_key_is_known_by_its_name() {
        provider.answers(ScriptedProvider.STOP);

        given().header("authorization", "Bearer secret")
                .body(CHAT)
                .post("/v1/chat/completions")
                .then()
                .statusCode(200);
        assertEquals("app", provider.lastContext().caller().name());

        given().header("authorization", "bearer secret")
                .body(CHAT)
                .post("/generate")
                .then()
                .statusCode(200);
        assertEquals("app", provider.lastContext().caller().name());
    }

    /** What Quarkus tells of callers. */
    @Singleton
    static class SecurityEvents {

        private final BlockingQueue<SecurityIdentity> known = new LinkedBlockingQueue<>();
        private final BlockingQueue<Throwable> refused = new LinkedBlockingQueue<>();

        void known(@Observes AuthenticationSuccessEvent event) {
            known.add(event.getSecurityIdentity());
        }

        void refused(@Observes AuthenticationFailureEvent event) {
            refused.add(event.getAuthenticationFailure());
        }
    }

    @Inject
    SecurityEvents events;

    @Test
    void quarkus_security_knows_who_calls() throws Exception {
        events.known.clear();

        given().header("x-api-key", "secret").get("/v1/models").then().statusCode(200);

        var identity = Objects.requireNonNull(events.known.poll(30, SECONDS));
        assertEquals("app", identity.getPrincipal().getName());
        assertEquals(Set.of("caller"), identity.getRoles());
        assertFalse(identity.<Grant>getAttribute("grant").admin());
    }

    @Test
    void quarkus_security_knows_who_is_refused() throws Exception {
        events.refused.clear();

        given().header("x-api-key", "wrong").get("/v1/models").then().statusCode(401);

        assertInstanceOf(AuthenticationFailedException.class, events.refused.poll(30, SECONDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/metrics"})
    void operators_watch_without_a_key(String path) {
        given().get(path).then().statusCode(200);
    }
}
