package dev.caramba.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.caramba.usage.UsageFigures;
import dev.caramba.usage.UsageReports;
import dev.caramba.usage.UsageRow;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(UsageRouteQuarkusTest.Counting.class)
class UsageRouteQuarkusTest {

    private static boolean used;

    @Inject
    UsageReports reports;

    @BeforeEach
    void use() {
        if (!used) {
            used = true;
            reports.ledger()
                    .orElseThrow()
                    .add(Map.of(
                            new UsageRow("alice", "-", "openai", "gpt-4o-mini"),
                            new UsageFigures(1, 0, 1, 0, 0, 10, 0, 20, 0, 13_500, 0),
                            new UsageRow("bob", "fast", "openai", "gpt-4o-mini"),
                            new UsageFigures(2, 0, 2, 0, 0, 20, 0, 40, 0, 27_000, 0)))
                    .await()
                    .atMost(Duration.ofSeconds(30));
        }
    }

    @Test
    void tells_who_has_used_how_much_today() {
        given().get("/usage")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("cache-control", "no-store")
                .body("total.calls", equalTo(3))
                .body("total.outputTokens", equalTo(60))
                .body("rows.caller", contains("alice", "bob"))
                .body("rows.route", contains("-", "fast"))
                .body("rows.inputTokens", contains(10, 20));
    }

    @Test
    void adds_up_what_is_not_told_apart_and_leaves_out_what_is_not_asked_for() {
        given().get("/usage?group=provider")
                .then()
                .body("rows", hasSize(1))
                .body("rows[0].provider", equalTo("openai"))
                .body("rows[0].calls", equalTo(3));
        given().get("/usage?route=fast").then().body("rows.caller", contains("bob"));
        given().get("/usage?model=other").then().body("rows", hasSize(0)).body("total.calls", equalTo(0));
        given().get("/usage?from=2000-01-01&to=2000-01-02").then().body("rows", hasSize(0));
    }

    @Test
    void is_csv_where_that_is_wanted() {
        given().accept("text/csv")
                .get("/usage?group=caller")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .body(startsWith("caller,calls,errors,attempts,"));
    }

    @Test
    void what_is_wrong_is_told() {
        given().get("/usage?from=now").then().statusCode(400).body("error.param", equalTo("from"));
        given().post("/usage").then().statusCode(405).header("allow", "GET");
    }

    /** Counts in the memory of the instance. */
    public static final class Counting implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("caramba.usage.enabled", "true");
        }
    }
}
