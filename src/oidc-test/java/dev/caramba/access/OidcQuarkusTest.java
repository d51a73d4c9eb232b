package dev.caramba.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of an OpenID Connect server, beside access keys. */
@QuarkusTest
@TestProfile(OidcQuarkusTest.Tokens.class)
class OidcQuarkusTest {

    /** "secret" is an app's key; whoever is in the group "boss" is an admin, in "staff" not, others may not call. */
    public static class Tokens implements QuarkusTestProfile {

        private static final String SECRET = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    Map.entry("test.access.keys", "app=" + SECRET),
                    Map.entry("caramba.access.keys.app", SECRET),
                    Map.entry("caramba.access.oidc.audience", "other, caramba"),
                    Map.entry("caramba.access.oidc.grant-claim", "realm/groups"),
                    Map.entry("caramba.access.grants.staff.models", "llama3"),
                    Map.entry("caramba.providers.ollama.models", "llama3"),
                    Map.entry("caramba.access.grants.boss.admin", "true"),
                    Map.entry("caramba.access.grants.former.expires", "2020-01-01"));
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Issuer.class, Map.of(), true));
        }
    }

    private static final String CALL = "{\"prompt\":\"Hi\"}";

    @Inject
    ScriptedProvider provider;

    @Test
    void a_valid_token_lets_in_with_the_grant_that_it_names() {
        provider.answers(ScriptedProvider.STOP);

        generate(Claims.signed(Claims.of("ann", "unknown", "staff"))).statusCode(200);

        var caller = provider.lastContext().caller();
        assertEquals("oidc.ann", caller.name());
        assertEquals(Set.of("llama3"), caller.grant().models());
    }

    @Test
    void a_token_is_good_on_every_route_and_operates_where_its_grant_says_so() {
        var staff = Claims.signed(Claims.of("ann", "staff"));
        var boss = Claims.signed(Claims.of("bob", "boss"));

        for (var path : List.of("/v1/models", "/providers")) {
            given().header("authorization", "bearer " + staff).get(path).then().statusCode(200);
        }
        for (var path : List.of("/providers/openai/enable", "/providers/openai/disable", "/providers/openai/enable")) {
            given().header("authorization", "Bearer " + staff)
                    .post(path)
                    .then()
                    .statusCode(403)
                    .body("error.code", equalTo("permission_denied"));
            given().header("authorization", "Bearer " + boss).post(path).then().statusCode(200);
        }
    }

    @Test
    void a_token_is_read_from_the_headers_of_keys_too() {
        var token = Claims.signed(Claims.of("ann", "staff"));
        var expired = Claims.signed(Claims.of("ann", "staff").put("exp", now() - 60));

        for (var header : List.of("x-api-key", "api-key")) {
            given().header(header, token).get("/v1/models").then().statusCode(200);
            given().header(header, expired).get("/v1/models").then().statusCode(401);
        }
        given().headers("authorization", "Bearer " + expired, "x-api-key", "secret")
                .get("/v1/models")
                .then()
                .statusCode(200);
    }

    @Test
    void a_token_without_a_grant_that_is_in_force_is_good_for_nothing() {
        for (var token : List.of(Claims.of("ann"), Claims.of("ann", "app-not"), Claims.of("ann", "former"))) {
            generate(Claims.signed(token))
                    .statusCode(403)
                    .contentType("application/json")
                    .body("error.code", equalTo("permission_denied"))
                    .body("error.message", equalTo("This token has no grant here."));
        }
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                bad("expired", () -> Claims.signed(Claims.of("ann", "staff").put("exp", now() - 60))),
                bad(
                        "not yet valid",
                        () -> Claims.signed(Claims.of("ann", "staff").put("nbf", now() + 60))),
                bad("without an end", () -> {
                    var claims = Claims.of("ann", "staff");
                    claims.remove("exp");
                    return Claims.signed(claims);
                }),
                bad(
                        "of another issuer",
                        () -> Claims.signed(Claims.of("ann", "staff").put("iss", "https://evil.example"))),
                bad(
                        "for another audience",
                        () -> Claims.signed(Claims.of("ann", "staff").put("aud", "elsewhere"))),
                bad("for nobody", () -> {
                    var claims = Claims.of("ann", "staff");
                    claims.remove("aud");
                    return Claims.signed(claims);
                }),
                bad("of nobody", () -> {
                    var claims = Claims.of("ann", "staff");
                    claims.remove("sub");
                    return Claims.signed(claims);
                }),
                bad(
                        "signed by another key",
                        () -> SigningKey.named("thief").sign("one", Json.write(Claims.of("ann", "staff")))),
                bad("changed after it was signed", () -> {
                    var parts = Claims.signed(Claims.of("ann", "staff")).split("\\.");
                    var others = Claims.signed(Claims.of("ann", "boss")).split("\\.");
                    return parts[0] + "." + others[1] + "." + parts[2];
                }),
                bad("not signed", () -> SigningKey.unsigned(Json.write(Claims.of("ann", "boss")))),
                bad(
                        "signed by the public key as a secret",
                        () -> SigningKey.named("one").confused(Json.write(Claims.of("ann", "boss")))),
                bad("no JSON", () -> "YQ.YQ.YQ"),
                bad("no Base64", () -> "a.b.c"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void what_is_not_valid_stays_out(String name, Supplier<String> token) {
        var calls = provider.calls();

        generate(token.get())
                .statusCode(401)
                .header("www-authenticate", "Bearer")
                .body("error.code", equalTo("invalid_api_key"))
                .body("error.message", equalTo("The access key or bearer token is not valid."));

        assertEquals(calls, provider.calls());
    }

    @Test
    void keys_go_on_working_and_what_is_no_token_is_taken_for_one() {
        provider.answers(ScriptedProvider.STOP);

        generate("secret").statusCode(200);
        assertEquals("app", provider.lastContext().caller().name());
        generate("secrets").statusCode(401);
        generate("a.b").statusCode(401);
        given().body(CALL).post("/generate").then().statusCode(401);
    }

    @Test
    void a_subject_becomes_no_holder_of_a_key() {
        provider.answers(ScriptedProvider.STOP);

        generate(Claims.signed(Claims.of("app", "staff"))).statusCode(200);

        assertEquals("oidc.app", provider.lastContext().caller().name());
    }

    @Test
    void a_new_key_is_asked_for_once_and_an_invented_one_is_none() {
        provider.answers(ScriptedProvider.STOP);
        generate(Claims.signed(Claims.of("ann", "staff"))).statusCode(200);
        given().post(Claims.issuer() + "/control/rotate").then().statusCode(200);

        generate(Claims.signed("two", Claims.of("ann", "staff"))).statusCode(200);
        var asked = asked();
        generate(Claims.signed("three", Claims.of("ann", "staff"))).statusCode(401);
        generate(Claims.signed("four", Claims.of("ann", "staff"))).statusCode(401);

        assertEquals(asked, asked());
    }

    private static String asked() {
        return given().post(Claims.issuer() + "/control/count").asString();
    }

    private static ValidatableResponse generate(String token) {
        return given().header("authorization", "Bearer " + token)
                .body(CALL)
                .post("/generate")
                .then();
    }

    private static Arguments bad(String name, Supplier<String> token) {
        return Arguments.of(name, token);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
