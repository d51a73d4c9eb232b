package dev.caramba.app;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.health.HealthStore;
import dev.caramba.redis.RedisProcess;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The application with a Redis that goes away and comes back: nobody who calls notices. */
@QuarkusTest
@TestProfile(SharedHealthIT.WithRedis.class)
class SharedHealthIT {

    RedisProcess server;

    @Inject
    HealthStore store;

    @Test
    void calls_are_answered_with_redis_without_it_and_while_it_hangs() throws Exception {
        assertEquals("redis", store.type());
        awaitDegraded(false);
        answers();

        server.freeze();
        answers();
        awaitDegraded(true);
        assertQuick();
        server.thaw();
        awaitDegraded(false);
        answers();

        server.kill();
        answers();
        awaitDegraded(true);
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/providers").then().statusCode(200).body("store.type", is("redis"), "store.degraded", is(true));

        server.start();
        awaitDegraded(false);
        answers();
        given().get("/providers").then().statusCode(200).body("store.degraded", is(false));
    }

    private static void answers() {
        for (int i = 0; i < 3; i++) {
            given().contentType("application/json")
                    .body("{\"prompt\":\"hello\"}")
                    .post("/generate")
                    .then()
                    .statusCode(200);
        }
    }

    /** Once the breaker is open nobody waits for Redis. */
    private void assertQuick() {
        var began = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            store.view(List.of()).await().atMost(Duration.ofSeconds(5));
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took::toString);
    }

    /** Asks until the answers come from where they should. */
    private void awaitDegraded(boolean expected) {
        Multi.createBy()
                .repeating()
                .uni(() -> store.view(List.of()))
                .whilst(ignored -> store.degraded() != expected)
                .collect()
                .last()
                .await()
                .atMost(Duration.ofSeconds(60));
        assertEquals(expected, store.degraded());
    }

    /** The product as it is, over simulated providers. */
    public static final class WithRedis implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.arc.exclude-types",
                    "dev.caramba.testing.**",
                    "caramba.demo",
                    "true",
                    // longer than a Redis that is well takes on a busy machine
                    "caramba.store.timeout",
                    "1s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(RedisResource.class));
        }
    }
}
