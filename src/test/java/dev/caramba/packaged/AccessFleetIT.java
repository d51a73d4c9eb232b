package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances and one Redis: keys are made, limited and revoked for both at once. */
class AccessFleetIT {

    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final KeyedCaller BOSS = new KeyedCaller("BOSS");
    private static final KeyedCaller APP = new KeyedCaller("APP");
    private static final KeyedCaller OLD = new KeyedCaller("OLD");
    private static final KeyedCaller ENDED = new KeyedCaller("ENDED");
    private static FleetOfProcesses fleet;

    @BeforeAll
    static void start() throws Exception {
        var settings = new HashMap<String, String>();
        settings.put("CARAMBA_ACCESS_OPEN", "false");
        settings.put("CARAMBA_ACCESS_SHARED_KEYS", "true");
        settings.put("CARAMBA_STORE_PERSISTENT", "true");
        settings.put("CARAMBA_ACCESS_KEYS_BOSS", KeyedCaller.sha256("BOSS"));
        settings.put("CARAMBA_ACCESS_KEYS_APP", KeyedCaller.sha256("APP"));
        settings.put("CARAMBA_ACCESS_KEYS_ROTATED", KeyedCaller.sha256("OLD"));
        settings.put("CARAMBA_ACCESS_KEYS_ENDED", KeyedCaller.sha256("ENDED"));
        settings.put("CARAMBA_ACCESS_GRANTS_BOSS_ADMIN", "true");
        settings.put("CARAMBA_STORE_TIMEOUT", "2s");
        settings.put("CARAMBA_STORE_STRICT_TIMEOUT", "2s");
        fleet = FleetOfProcesses.start(2, settings);
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
    }

    @BeforeEach
    void forget() {
        fleet.startOver();
    }

    @Test
    void a_key_that_is_made_on_one_is_good_on_both_and_revoked_within_a_second() throws Exception {
        // Given
        var made = BOSS.send(
                "PUT", fleet.first(), "/access/keys/alice", "{\"routes\":[\"pair\"],\"requestsPerMinute\":5}");
        assertEquals(200, made.statusCode(), made.body());
        var alice = new KeyedCaller(
                Json.object(made.body()).orElseThrow().path("key").asText());
        assertTrue(alice.key().matches("crb_[A-Za-z0-9_-]{43}"));
        for (var instance : fleet.instances()) {
            Polling.until(A_SECOND, () -> alice.get(instance, "/v1/models").statusCode() == 200);
        }
        assertEquals(200, alice.ask(fleet.first(), "pair").statusCode());
        assertEquals(
                "3",
                alice.ask(fleet.instance(1), "pair")
                        .headers()
                        .firstValue("x-ratelimit-remaining-requests")
                        .orElse(""));
        assertEquals(404, alice.ask(fleet.first(), "alpha").statusCode());
        assertEquals(403, alice.get(fleet.first(), "/access/keys").statusCode());

        // When
        assertEquals(
                200,
                BOSS.send("DELETE", fleet.instance(1), "/access/keys/alice", "").statusCode());

        // Then
        for (var instance : fleet.instances()) {
            var took = Polling.until(
                    A_SECOND, () -> alice.get(instance, "/v1/models").statusCode() == 401);
            System.out.printf("revoked after %d ms%n", took.toMillis());
        }
    }

    @Test
    void a_key_is_rotated_without_a_restart_and_the_operators_are_told_who_did_it() throws Exception {
        var sha256 = "{\"sha256\":\"" + KeyedCaller.sha256("NEW") + "\",\"models\":[\"model-1\"]}";
        assertEquals(200, OLD.get(fleet.instance(1), "/v1/models").statusCode());

        var put = BOSS.send("PUT", fleet.first(), "/access/keys/rotated", sha256);

        assertEquals(200, put.statusCode(), put.body());
        assertFalse(put.body().contains("key\""), put.body());
        Polling.until(A_SECOND, () -> OLD.get(fleet.instance(1), "/v1/models").statusCode() == 401);
        assertEquals(200, new KeyedCaller("NEW").ask(fleet.instance(1), "alpha").statusCode());
        var shown = BOSS.get(fleet.instance(1), "/access/keys").body();
        assertFalse(shown.contains(KeyedCaller.sha256("NEW")), shown);
        assertEquals(
                List.of("app configured", "boss configured", "rotated shared"),
                StreamSupport.stream(
                                Json.object(shown).orElseThrow().path("keys").spliterator(), false)
                        .filter(key -> Set.of("app", "boss", "rotated")
                                .contains(key.path("name").asText()))
                        .map(key -> key.path("name").asText() + " "
                                + key.path("source").asText())
                        .toList());
        fleet.first().awaitLine(line -> line.contains("put key rotated by boss id="));
    }

    @Test
    void only_an_admin_manages_keys_and_only_what_is_right_is_kept() throws Exception {
        assertEquals(403, APP.send("PUT", fleet.first(), "/access/keys/app", "").statusCode());
        assertEquals(
                403, APP.send("DELETE", fleet.first(), "/access/keys/boss", "").statusCode());
        assertEquals(
                400,
                BOSS.send("PUT", fleet.first(), "/access/keys/anonymous", "").statusCode());
        assertEquals(
                400, BOSS.send("PUT", fleet.first(), "/access/keys/UPPER", "").statusCode());
        assertEquals(
                400,
                BOSS.send("PUT", fleet.first(), "/access/keys/x", "{\"routes\":[\"none\"]}")
                        .statusCode());
        assertEquals(
                400,
                BOSS.send("PUT", fleet.first(), "/access/keys/x", "{\"sha256\":\"x\"}")
                        .statusCode());
        assertEquals(
                405, BOSS.send("POST", fleet.first(), "/access/keys/x", "{}").statusCode());
    }

    @Test
    void a_body_that_comes_while_the_key_is_looked_up_is_read_whole() throws Exception {
        var prompt = Json.object()
                .put("prompt", "x".repeat(200_000))
                .put("model", "alpha")
                .toString();

        Polling.until(Duration.ofSeconds(30), () -> {
            assertEquals(200, APP.post(fleet.first(), "/generate", prompt).statusCode());
            return fleet.arrived("alpha") >= 20;
        });
    }

    @Test
    void a_key_that_was_revoked_does_not_come_back_when_redis_loses_its_data() throws Exception {
        assertEquals(
                200,
                BOSS.send("DELETE", fleet.first(), "/access/keys/ended", "").statusCode());
        for (var instance : fleet.instances()) {
            Polling.until(A_SECOND, () -> ENDED.get(instance, "/v1/models").statusCode() == 401);
        }

        fleet.startOver();

        for (var instance : fleet.instances()) {
            for (int i = 0; i < 20; i++) {
                assertEquals(401, ENDED.get(instance, "/v1/models").statusCode());
                assertEquals(200, APP.get(instance, "/v1/models").statusCode());
            }
            Polling.until(
                    Duration.ofSeconds(10),
                    () -> ENDED.get(instance, "/v1/models").statusCode() == 401
                            && instance.output().stream().anyMatch(line -> line.contains("the shared store has lost")));
        }
        Polling.until(Duration.ofSeconds(10), fleet::knowsKeys);
        try (var later = fleet.another()) {
            assertEquals(401, ENDED.get(later, "/v1/models").statusCode());
        }
    }
}
