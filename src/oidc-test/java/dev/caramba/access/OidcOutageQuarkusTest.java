package dev.caramba.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The issuer of tokens is away at the start, comes, and goes. */
@QuarkusTest
@TestProfile(OidcOutageQuarkusTest.Away.class)
class OidcOutageQuarkusTest {

    /** Every token of the issuer is good, and "secret" is a key. */
    public static class Away implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "test.access.keys",
                    "app=2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
                    "caramba.access.oidc.audience",
                    "caramba",
                    "caramba.access.oidc.name-claim",
                    "email",
                    "caramba.access.oidc.default-grant",
                    "everybody",
                    "caramba.access.grants.everybody.routes",
                    "");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Issuer.class, Map.of("down", "true"), true));
        }
    }

    @Inject
    ScriptedProvider provider;

    @Test
    void what_cannot_be_verified_is_not_called_invalid_and_what_is_known_goes_on() {
        provider.answers(ScriptedProvider.STOP);
        var known = Claims.signed(Claims.of("1").put("email", "ann+x@example.com"));
        var unknown = Claims.signed("two", Claims.of("1").put("email", "ann@example.com"));

        outOfReach(known);
        outOfReach(known);
        call("secret").statusCode(200);

        control("up");
        call(known).statusCode(200);
        var name = provider.lastContext().caller().name();
        assertEquals(
                "oidc.ann_x@example.com~"
                        + AccessKeys.sha256Of("ann+x@example.com").substring(0, 24),
                name);
        assertEquals(false, provider.lastContext().caller().grant().admin());

        control("down");
        call(known).statusCode(200);
        outOfReach(unknown);
    }

    private static void outOfReach(String token) {
        call(token)
                .statusCode(503)
                .contentType("application/json")
                .header("retry-after", "1")
                .body("error.code", equalTo("issuer_out_of_reach"));
    }

    private static void control(String word) {
        given().post(Claims.issuer() + "/control/" + word).then().statusCode(200);
    }

    private static ValidatableResponse call(String token) {
        return given().header("authorization", "Bearer " + token)
                .body("{\"prompt\":\"Hi\"}")
                .post("/generate")
                .then();
    }
}
