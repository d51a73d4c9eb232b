package dev.caramba.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.call.AccessSettings;
import dev.caramba.error.HttpErrorException;
import dev.caramba.generation.Grant;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessPolicyTest {

    /** The SHA-256 of "secret" and of "other". */
    private static final Map<String, String> KEYS = Map.of(
            "app", "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            "cron", "D9298A10D1B0735837DC4BD85DAC641B0F3CEF27A47E5D53A54F2F3F5B2FCFFA");

    @ParameterizedTest
    @CsvSource({
        "true,  false, false, '',                anonymous",
        "true,  false, false, 'Bearer nonsense', anonymous",
        "true,  true,  false, '',                anonymous",
        "true,  true,  true,  'Bearer secret',   app",
        "true,  true,  true,  'Bearer wrong',    anonymous",
        "false, false, false, '',                anonymous",
        "false, false, false, 'Bearer nonsense', anonymous",
        "false, true,  true,  'Bearer secret',   app",
        "false, true,  true,  'bearer  secret ', app",
        "false, true,  true,  'BEARER other',    cron",
        "false, false, true,  'Bearer secret',   app",
    })
    void lets_in(boolean open, boolean production, boolean keys, String authorization, String caller) {
        assertEquals(
                caller,
                policy(open, production, keys).admit(header(authorization)).name());
    }

    @ParameterizedTest
    @CsvSource({
        "true,  false, ''",
        "true,  false, 'Bearer secret'",
        "true,  true,  ''",
        "true,  true,  'Bearer wrong'",
        "true,  true,  'Bearer'",
        "true,  true,  'Bearer '",
        "true,  true,  'Basic secret'",
        "true,  true,  'secret'",
        "true,  true,  'Bearer secret secret'",
        "false, true,  ''",
        "false, true,  'Bearer wrong'",
    })
    void keeps_out(boolean production, boolean keys, String authorization) {
        var policy = policy(false, production, keys);

        var error = assertThrows(HttpErrorException.class, () -> policy.admit(header(authorization)))
                .error();

        assertEquals(401, error.status());
        assertEquals("invalid_api_key", error.code());
        assertEquals("Bearer", error.headers().get("www-authenticate"));
        assertEquals(!keys, error.message().contains("CARAMBA_ACCESS_KEYS_<NAME>="));
        assertEquals(!keys, error.message().contains("CARAMBA_ACCESS_OPEN=true"));
        assertEquals(!keys, error.message().contains("printf '%s' \"$KEY\" | sha256sum"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25"})
    void a_hash_that_is_none_is_refused_without_being_repeated(String hash) {
        var keys = Map.of("app", hash);

        var message = assertThrows(IllegalArgumentException.class, () -> new AccessKeys(keys))
                .getMessage();

        assertTrue(message.contains("app"));
        assertFalse(!hash.isEmpty() && message.contains(hash));
    }

    @Test
    void keys_are_known_by_their_hash_alone() {
        assertEquals(Optional.empty(), new AccessKeys(KEYS).callerOf(KEYS.get("app")));
    }

    @ParameterizedTest
    @CsvSource({
        "false, secret, 2027-01-01T00:00:00Z,         app",
        "false, secret, 2026-01-01T00:00:00.001Z,     app",
        "false, secret, 2026-01-01T00:00:00Z,         ''",
        "false, other,  2020-01-01T00:00:00Z,         cron",
        "true,  secret, 2025-01-01T00:00:00Z,         anonymous",
    })
    void a_key_is_good_until_it_expires(boolean open, String key, Instant expires, String caller) {
        var granted = new AccessSettings.Granted(Grant.CALL, Optional.of(expires));
        var settings = new AccessSettings(
                Map.of("app", granted), AccessSettings.FREE.otherwise(), AccessSettings.Metrics.OPEN);
        var policy = new AccessPolicy(
                new AccessKeys(KEYS), open, true, settings, () -> Instant.parse("2026-01-01T00:00:00Z"));

        if (caller.isEmpty()) {
            var error = assertThrows(HttpErrorException.class, () -> policy.admit(header("Bearer " + key)))
                    .error();
            assertEquals(401, error.status());
            assertEquals("The access key has expired.", error.message());
        } else {
            var admitted = policy.admit(header("Bearer " + key));
            assertEquals(caller, admitted.name());
            assertEquals(!caller.equals("app"), admitted.grant().admin());
        }
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void whoever_has_no_key_is_an_admin_on_a_machine_of_ones_own_alone(boolean production, boolean admin) {
        var settings = new AccessSettings(
                Map.of(), new AccessSettings.Granted(Grant.CALL, Optional.empty()), AccessSettings.Metrics.OPEN);
        var policy = new AccessPolicy(new AccessKeys(KEYS), true, production, settings, InstantSource.system());

        assertEquals(admin, policy.admit(header("")).grant().admin());
        assertFalse(policy.admit(header("Bearer secret")).grant().admin());
    }

    @ParameterizedTest
    @CsvSource({
        "wrong,  secret, app",
        "secret, other,  app",
        "other,  secret, cron",
        "secret, wrong,  app",
    })
    void of_several_keys_the_first_that_is_known_counts(String first, String second, String caller) {
        assertEquals(
                caller,
                policy(false, true, true)
                        .admit(new Credentials(List.of(first, second)))
                        .name());
    }

    private static AccessPolicy policy(boolean open, boolean production, boolean keys) {
        return new AccessPolicy(
                new AccessKeys(keys ? KEYS : Map.of()), open, production, AccessSettings.FREE, InstantSource.system());
    }

    private static Credentials header(String authorization) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        return Credentials.in(
                "/generate", authorization.isEmpty() ? headers : headers.add("Authorization", authorization));
    }
}
