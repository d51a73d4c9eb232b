package dev.caramba.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.call.AccessSettings;
import dev.caramba.call.AccessSettings.Metrics;
import dev.caramba.generation.Budget;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Quota;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessValuesTest {

    private static final String BOB =
            "CARAMBA_ACCESS_KEYS_BOB=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final String GRANTS = "CARAMBA_ACCESS_GRANTS_BOB_";

    @Test
    void reads_a_grant_from_variables() {
        var granted = access(
                        BOB,
                        GRANTS + "ADMIN=true",
                        GRANTS + "ROUTES=Fast, smart",
                        GRANTS + "PROVIDERS=openai",
                        GRANTS + "MODELS=gpt-5,nvidia/Nemotron",
                        GRANTS + "REQUESTS_PER_MINUTE=5",
                        GRANTS + "REQUESTS_PER_DAY=100",
                        GRANTS + "TOKENS_PER_MINUTE=1000",
                        GRANTS + "TOKENS_PER_DAY=1000000000000",
                        GRANTS + "MAX_IN_FLIGHT=2",
                        GRANTS + "BUDGET_PER_DAY=0.50",
                        GRANTS + "BUDGET_PER_MONTH=20",
                        GRANTS + "EXPIRES=2027-01-31")
                .of("bob");

        assertEquals(
                new Grant(
                        true,
                        Set.of("fast", "smart"),
                        Set.of("openai"),
                        Set.of("gpt-5", "nvidia/Nemotron"),
                        new Quota(
                                OptionalLong.of(5),
                                OptionalLong.of(100),
                                OptionalLong.of(1000),
                                OptionalLong.of(1_000_000_000_000L),
                                OptionalInt.of(2)),
                        new Budget(Optional.of(new BigDecimal("0.50")), Optional.of(new BigDecimal("20")))),
                granted.grant());
        assertEquals(Optional.of(Instant.parse("2027-01-31T00:00:00Z")), granted.expires());
    }

    @Test
    void reads_a_grant_from_a_file_whatever_the_name() {
        var access = access(
                "caramba.access.keys.team_a-1=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "caramba.access.grants.team_a-1.requests-per-minute=7",
                "caramba.access.grants.team_a-1.expires=2027-01-31T12:00:00Z");

        assertEquals(OptionalLong.of(7), access.of("team_a-1").grant().quota().requestsPerMinute());
        assertEquals(
                Optional.of(Instant.parse("2027-01-31T12:00:00Z")),
                access.of("team_a-1").expires());
    }

    @Test
    void nobody_is_an_admin_whose_grant_does_not_say_so() {
        assertFalse(access(BOB).of("bob").grant().admin());
        assertFalse(access(BOB).of("anonymous").grant().admin());
        assertFalse(
                access(BOB, "CARAMBA_ACCESS_OPEN=true").of("anonymous").grant().admin());

        var named = access(BOB, GRANTS + "ADMIN=true");

        assertTrue(named.of("bob").grant().admin());
        assertFalse(named.of("alice").grant().admin());
        assertFalse(named.of("anonymous").grant().admin());
        assertFalse(access(BOB, GRANTS + "REQUESTS_PER_DAY=1").of("bob").grant().admin());
    }

    @Test
    void a_grant_is_for_a_key_or_for_those_who_have_none() {
        access("CARAMBA_ACCESS_GRANTS_ANONYMOUS_ROUTES=fast", "CARAMBA_ACCESS_GRANTS_LAMBDA_ROUTES=fast");

        var e = assertThrows(ConfigurationException.class, () -> access(BOB, "CARAMBA_ACCESS_GRANTS_ALICE_ADMIN=true"));

        assertEquals(
                "caramba.access.grants: alice (expected: the name of an access key, anonymous or lambda)",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REQUESTS_PER_MINUTE=0     | requests-per-minute: 0 (expected: a whole number, at least 1)",
                "TOKENS_PER_DAY=many       | tokens-per-day: many (expected: a whole number, at least 1)",
                "MAX_IN_FLIGHT=3000000000  | max-in-flight: 3000000000 (expected: a whole number, at most 2147483647)",
                "BUDGET_PER_DAY=-1         | budget-per-day: -1 (expected: US dollars, such as 5 or 0.50)",
                "EXPIRES=tomorrow | expires: tomorrow (expected: a date or an instant such as 2027-01-31 or 2027-01-31T12:00:00Z)",
                "EXPIRES=2027-02-30 | expires: 2027-02-30 (expected: a date or an instant such as 2027-01-31 or 2027-01-31T12:00:00Z)",
                "ADMIN=yes                 | admin: yes (expected: true or false)",
            })
    void what_is_wrong_is_told(String entry, String message) {
        var e = assertThrows(ConfigurationException.class, () -> access(BOB, GRANTS + entry.strip()));

        assertEquals("caramba.access.grants.bob." + message.strip(), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ROUTES=slow      | routes: slow (expected: of [fast, smart])",
                "ROUTES=fst       | routes: fst (expected: of [fast, smart], such as fast)",
                "PROVIDERS=opnai  | providers: opnai (expected: of [openai], such as openai)",
                "MODELS=gpt-4o-mni | models: gpt-4o-mni (expected: a model of an entry, a route or a price, such as gpt-4o-mini)",
                "MODELS=openai/gpt-4o-mini | models: openai/gpt-4o-mini (expected: a model of an entry, a route or a price)",
            })
    void routes_providers_and_models_are_there(String entry, String message) {
        var grants =
                TestConfig.with(BOB, GRANTS + entry.strip()).keys().access().grants();

        var e = assertThrows(
                ConfigurationException.class,
                () -> AccessValues.check(grants, List.of("fast", "smart"), List.of("openai"), List.of("gpt-4o-mini")));

        assertEquals("caramba.access.grants.bob." + message.strip(), e.getMessage());
    }

    @Test
    void metrics_are_open_unless_somebody_says_otherwise() {
        assertEquals(Metrics.OPEN, access().metrics());
        assertEquals(Metrics.KEY, access("CARAMBA_ACCESS_METRICS=key").metrics());
        assertEquals(Metrics.ADMIN, access("CARAMBA_ACCESS_METRICS=ADMIN").metrics());
    }

    private static AccessSettings access(String... entries) {
        return TestConfig.with(entries).settings().access().settings();
    }
}
