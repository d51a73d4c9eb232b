package dev.caramba.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.call.AccessSettings;
import dev.caramba.call.AccessSettings.Granted;
import dev.caramba.call.AccessSettings.Metrics;
import dev.caramba.call.TokenSettings;
import dev.caramba.error.HttpErrorException;
import dev.caramba.generation.Grant;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where everybody is an admin who has no grant of its own: that rule is for keys alone. */
class TokenCallersTest {

    private static final Instant NOW = Instant.parse("2027-01-31T12:00:00Z");
    private static final AccessSettings ACCESS = new AccessSettings(
            Map.of(
                    "staff", new Granted(Grant.CALL, Optional.empty()),
                    "boss", new Granted(Grant.ALL, Optional.empty()),
                    "former", new Granted(Grant.CALL, Optional.of(NOW))),
            new Granted(Grant.ALL, Optional.empty()),
            Metrics.OPEN);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ann                | oidc.ann",
                "Ann@example.com    | oidc.Ann@example.com",
                "0c7-1_2.3          | oidc.0c7-1_2.3",
            })
    void a_plain_name_is_told_by_its_origin(String subject, String name) {
        assertEquals(name, nameOf(subject));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auth0|5f7c", "a b", "a\\nlevel=ERROR", "\\u0000", "ü", "a:b", "a~b", "a/b", "a{b}"})
    void other_names_are_made_safe_and_stay_apart(String subject) {
        assertTrue(nameOf(subject).matches("oidc\\.[A-Za-z0-9@._-]{1,32}~[0-9a-f]{24}"), nameOf(subject));
        assertNotEquals(nameOf(subject), nameOf(subject + "x"));
    }

    @Test
    void a_long_name_is_cut_and_stays_apart() {
        var name = nameOf("a".repeat(5000));

        assertTrue(name.length() < 64, name);
        assertNotEquals(name, nameOf("a".repeat(5001)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"sub\":7}",
                "{\"sub\":\" \"}",
                "{\"sub\":null}",
                "{\"sub\":{\"a\":\"b\"}}"
            })
    void claims_that_name_nobody_are_of_nobody(String claims) {
        assertEquals(Optional.empty(), callers("grant", "staff").callerOf(claims));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"grant\":\"boss\"'                       | true",
                "'\"grant\":\"staff\"'                      | false",
                "'\"grant\":[\"x\",\"staff\",\"boss\"]'     | false",
                "'\"grant\":[7,null,\"boss\"]'              | true",
                "'\"grant\":\"BOSS\"'                       | false",
                "'\"grant\":true'                           | false",
                "'\"other\":\"boss\"'                       | false",
            })
    void the_first_grant_that_is_named_counts_and_else_the_default_one(String claim, boolean admin) {
        var caller = callers("grant", "staff").callerOf("{\"sub\":\"ann\"," + claim + "}");

        assertEquals(admin, caller.orElseThrow().grant().admin());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{\"b\":[\"boss\"]}}", "{\"a/b\":\"boss\"}"})
    void a_claim_may_be_deep_or_have_a_slash_in_its_name(String claims) {
        var named = claims.replaceFirst("\\{", "{\"sub\":\"ann\",");

        assertTrue(callers("a/b", "staff").callerOf(named).orElseThrow().grant().admin());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"ann\"}",
                "{\"sub\":\"ann\",\"grant\":\"ann\"}",
                "{\"sub\":\"ann\",\"grant\":\"former\"}"
            })
    void nobody_gets_a_grant_by_chance(String claims) {
        var callers = new TokenCallers(settings("sub", "grant", Optional.empty()), ACCESS, InstantSource.fixed(NOW));

        var error = assertThrows(HttpErrorException.class, () -> callers.callerOf(claims))
                .error();

        assertEquals(403, error.status());
        assertFalse(error.message().contains("ann"));
    }

    private static String nameOf(String subject) {
        return callers("grant", "staff")
                .callerOf("{\"sub\":\"" + subject + "\"}")
                .orElseThrow()
                .name();
    }

    private static TokenCallers callers(String grantClaim, String defaultGrant) {
        return new TokenCallers(
                settings("sub", grantClaim, Optional.of(defaultGrant)), ACCESS, InstantSource.fixed(NOW));
    }

    private static TokenSettings settings(String nameClaim, String grantClaim, Optional<String> defaultGrant) {
        return new TokenSettings(
                "https://issuer.example", List.of("caramba"), nameClaim, Optional.of(grantClaim), defaultGrant);
    }
}
