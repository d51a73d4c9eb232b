package dev.caramba.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.result.HeldClaim;
import dev.caramba.result.IdempotencyKey;
import dev.caramba.result.ResultStore;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is kept, as its owner sees it and nobody else. */
@QuarkusTest
@TestProfile(ResultsQuarkusTest.TwoCallers.class)
class ResultsQuarkusTest {

    private final String key = "a/b c+" + UUID.randomUUID();

    @Inject
    ScriptedProvider provider;

    @Inject
    ResultStore store;

    @Test
    void what_another_version_has_kept_is_not_found() {
        var hold = new HeldClaim(IdempotencyKey.of("alice", "", key), "body", "owner");
        store.claim(hold)
                .flatMap(claim -> store.complete(hold, "{\"format\":2,\"text\":\"theirs\"}"))
                .await()
                .atMost(Duration.ofSeconds(30));

        alice().get("/results/{id}", key).then().statusCode(404).body("error.code", equalTo("not_found"));
    }

    @Test
    void a_result_can_be_read_by_its_owner() {
        provider.answers(new Event.Chunk("Hello"), ScriptedProvider.STOP);
        var text = alice().header("Idempotency-Key", key)
                .body("{\"prompt\":\"Hi\"}")
                .post("/generate")
                .then()
                .statusCode(200)
                .extract();

        alice().get("/results/{id}", key)
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("id", equalTo(key))
                .body("status", equalTo("succeeded"))
                .body("result.id", equalTo(text.<String>path("id")))
                .body("result.text", equalTo("Hello"));

        bob().get("/results/{id}", key).then().statusCode(404).body("error.code", equalTo("not_found"));
        given().get("/results/{id}", key).then().statusCode(401);
        bob().header("Idempotency-Key", key)
                .body("{\"prompt\":\"Hi\"}")
                .post("/generate")
                .then()
                .statusCode(200);
        assertEquals(2, provider.calls());
    }

    @Test
    void one_that_runs_is_told_so() {
        var events = UnicastProcessor.<Event>create();
        provider.answers(events);
        try (var client = new RawHttp(RestAssured.port)) {
            client.post("/generate", "{\"prompt\":\"Hi\"}", "Idempotency-Key: " + key, "Authorization: Bearer alice");
            provider.awaitSubscription();

            alice().get("/results/{id}", key)
                    .then()
                    .statusCode(202)
                    .header("retry-after", matchesPattern("2[0-9]|30"))
                    .body("status", equalTo("running"));

            events.onNext(ScriptedProvider.STOP);
            events.onComplete();
            assertTrue(client.readUntil("}]}").startsWith("HTTP/1.1 200 "));
        }
        alice().get("/results/{id}", key).then().statusCode(200);
    }

    @Test
    void what_came_of_an_events_prompts_is_found_by_source_and_place() {
        provider.fails(Failure.of(FailureKind.CONTENT_FILTER, "no"));
        alice().headers("ce-id", key, "ce-source", "/s?x=1", "ce-specversion", "1.0", "ce-type", "caramba.batch")
                .body("{\"prompts\":[{\"id\":\"p 1\",\"prompt\":\"Hi\"}]}")
                .post("/")
                .then()
                .statusCode(200);

        alice().queryParam("source", "/s?x=1")
                .queryParam("prompt", "p 1")
                .get("/results/{id}", key)
                .then()
                .statusCode(200)
                .body("id", equalTo("p 1"))
                .body("status", equalTo("failed"))
                .body("error.code", equalTo("content_filter"));
        alice().queryParam("source", "/s?x=1").get("/results/{id}", key).then().statusCode(404);
        alice().get("/results/{id}", key).then().statusCode(404);
    }

    @Test
    void results_are_only_read() {
        alice().delete("/results/{id}", key).then().statusCode(405).header("allow", "GET");
        alice().get("/results/").then().statusCode(404);
    }

    private static RequestSpecification alice() {
        return by("alice");
    }

    private static RequestSpecification bob() {
        return by("bob");
    }

    private static RequestSpecification by(String name) {
        return given().header("Authorization", "Bearer " + name).contentType("application/json");
    }

    /** Their keys are their names. */
    public static final class TwoCallers implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "test.access.keys",
                    "alice=2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90,"
                            + "bob=81b637d8fcd2c6da6359e6963113a1170de795e4b725b84d1e0b4cfd9ec58ce9");
        }
    }
}
