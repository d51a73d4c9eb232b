package dev.caramba.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.call.AccessSettings;
import dev.caramba.call.AccessSettings.Granted;
import dev.caramba.error.HttpError;
import dev.caramba.error.HttpErrorException;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SharedKeysTest {

    private static final Duration TTL = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofMinutes(5);
    private static final Granted CALL = new Granted(Grant.CALL, Optional.empty());
    private static final SharedKey ALICE = key("alice", "secret", CALL);

    private final Fleet fleet = new Fleet();
    private long nanos = -5;
    private final SharedKeys shared = new SharedKeys(fleet, TTL, GRACE, () -> nanos);
    private final AccessPolicy policy = new AccessPolicy(
            new AccessKeys(Map.of("boss", AccessKeys.sha256Of("other"))),
            false,
            true,
            AccessSettings.FREE,
            () -> Instant.parse("2026-01-01T00:00:00Z"));

    @Test
    void a_key_of_the_fleet_is_good_until_it_is_revoked_and_no_longer_than_a_moment_after() {
        fleet.has(ALICE);
        assertEquals("alice", admit("secret").name());
        assertFalse(admit("secret").grant().admin());

        fleet.has(new SharedKey("alice", Optional.empty(), CALL));

        pass(TTL.minusNanos(1));
        admit("secret");
        assertEquals(401, refusal("secret").status());
        assertEquals("The access key is not valid.", refusal("secret").message());
    }

    @Test
    void the_fleet_is_asked_once_in_a_moment_and_before_it_is_over() {
        fleet.has(ALICE);
        for (int i = 0; i < 100; i++) {
            admit("secret");
            refusal("guess" + i);
        }
        assertEquals(1, fleet.questions);

        pass(TTL.dividedBy(2));
        assertTrue(shared.known().isPresent());

        assertEquals(2, fleet.questions);
        pass(TTL.minusNanos(1));
        assertTrue(shared.known().isPresent());
    }

    @Test
    void those_who_come_while_it_is_asked_wait_for_the_same_answer() {
        fleet.has(ALICE);
        fleet.waiting = new CompletableFuture<>();
        var first = shared.asked().subscribeAsCompletionStage();
        var second = shared.asked().subscribeAsCompletionStage();

        assertFalse(first.isDone() || second.isDone());
        fleet.waiting.complete(null);

        assertTrue(first.join().knows("alice") && second.join().knows("alice"));
        assertEquals(1, fleet.questions);
    }

    @Test
    void a_key_that_has_not_changed_is_not_sent_again() {
        fleet.has(ALICE);
        admit("secret");
        pass(TTL);

        assertEquals("alice", admit("secret").name());

        assertEquals(List.of("", "v1"), fleet.known);
    }

    @Test
    void a_name_that_the_fleet_knows_leads_over_the_configuration() {
        assertEquals("boss", admit("other").name());
        pass(TTL);

        fleet.has(key("boss", "new", CALL));
        assertEquals("boss", admit("new").name());
        assertFalse(admit("new").grant().admin());
        assertEquals(401, refusal("other").status());

        pass(TTL);
        fleet.has(new SharedKey("boss", Optional.empty(), CALL));
        assertEquals(401, refusal("other").status());
        assertEquals(401, refusal("new").status());
    }

    @Test
    void a_key_of_the_fleet_expires() {
        fleet.has(key("alice", "secret", new Granted(Grant.CALL, Optional.of(Instant.parse("2026-01-01T00:00:00Z")))));

        assertEquals("The access key has expired.", refusal("secret").message());
    }

    @Test
    void what_was_known_last_goes_on_for_a_while_when_the_fleet_cannot_be_asked() {
        fleet.has(ALICE, new SharedKey("boss", Optional.empty(), CALL));
        admit("secret");
        fleet.away = true;

        pass(GRACE.minusNanos(1));

        assertEquals("alice", admit("secret").name());
        var unknown = refusal("guess");
        assertEquals(503, unknown.status());
        assertEquals("store_out_of_reach", unknown.code());
        assertEquals("1", unknown.headers().get("retry-after"));
        assertEquals(503, refusal("other").status());
        pass(Duration.ofNanos(1));
        assertEquals(503, refusal("secret").status());
        fleet.away = false;
        assertEquals("alice", admit("secret").name());
    }

    @Test
    void keys_of_the_configuration_are_good_from_the_start_without_the_fleet() {
        fleet.away = true;

        assertEquals("boss", admit("other").name());
        assertEquals(503, refusal("secret").status());
        assertEquals(
                401,
                assertThrows(HttpErrorException.class, () -> policy.admit(new Credentials(List.of()), book()))
                        .error()
                        .status());
    }

    @Test
    void what_was_ended_does_not_come_back_when_the_store_loses_its_data() {
        fleet.has(new SharedKey("boss", Optional.empty(), CALL), ALICE);
        assertEquals(401, refusal("other").status());
        assertEquals("alice", admit("secret").name());

        fleet.has();
        fleet.readOnly = true;
        pass(TTL);
        assertEquals(401, refusal("other").status());
        assertEquals(401, refusal("secret").status());
        fleet.readOnly = false;
        pass(TTL);

        assertEquals(401, refusal("other").status());
        pass(TTL);
        assertEquals(401, refusal("other").status());
        assertTrue(fleet.keys.stream().allMatch(SharedKey::revoked));
        assertEquals(
                Set.of("alice", "boss"),
                fleet.keys.stream().map(SharedKey::name).collect(Collectors.toSet()));
    }

    @Test
    void a_key_that_was_made_anew_after_the_loss_is_good() {
        fleet.has(new SharedKey("boss", Optional.empty(), CALL));
        assertEquals(401, refusal("other").status());

        fleet.has(key("boss", "new", CALL));
        pass(TTL);

        assertEquals("boss", admit("new").name());
        assertEquals(401, refusal("other").status());
    }

    @Test
    void whoever_changed_a_key_finds_it_changed() {
        fleet.has(ALICE);
        admit("secret");

        shared.keep(key("bob", "third", CALL)).await().atMost(GRACE);

        assertEquals("bob", admit("third").name());
    }

    private Caller admit(String key) {
        return policy.admit(new Credentials(List.of(key)), book());
    }

    private HttpError refusal(String key) {
        return assertThrows(HttpErrorException.class, () -> admit(key)).error();
    }

    private KeySnapshot book() {
        return shared.known().orElseGet(() -> shared.asked().await().atMost(Duration.ofSeconds(10)));
    }

    private void pass(Duration length) {
        nanos += length.toNanos();
    }

    private static SharedKey key(String name, String secret, Granted granted) {
        return new SharedKey(name, Optional.of(AccessKeys.sha256Of(secret)), granted);
    }

    /** Has the keys that the test says. */
    private static final class Fleet implements KeyStore {

        private final List<String> known = new ArrayList<>();
        private List<SharedKey> keys = new ArrayList<>();
        private int version;
        private int questions;
        private boolean away;
        private boolean readOnly;
        private CompletableFuture<Void> waiting = CompletableFuture.completedFuture(null);

        void has(SharedKey... all) {
            keys = new ArrayList<>(List.of(all));
            version++;
        }

        @Override
        public Uni<Optional<Keys>> read(String knownVersion) {
            questions++;
            known.add(knownVersion);
            if (away) {
                return Uni.createFrom().failure(new IllegalStateException("away"));
            }
            var now = "v" + version;
            var reply =
                    now.equals(knownVersion) ? Optional.<Keys>empty() : Optional.of(new Keys(now, List.copyOf(keys)));
            return Uni.createFrom().completionStage(waiting).replaceWith(reply);
        }

        @Override
        public Uni<Void> restore(List<SharedKey> revoked) {
            if (readOnly) {
                return Uni.createFrom().failure(new IllegalStateException("READONLY"));
            }
            revoked.stream()
                    .filter(key -> keys.stream().noneMatch(known -> known.name().equals(key.name())))
                    .toList()
                    .forEach(keys::add);
            version++;
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Boolean> keep(SharedKey key) {
            keys.add(key);
            version++;
            return Uni.createFrom().item(true);
        }
    }
}
