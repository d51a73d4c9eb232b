package dev.caramba.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.balance.Strategies;
import dev.caramba.dialect.registry.Dialects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigProblemsTest {

    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @Test
    void every_mistake_is_told_by_the_name_that_was_set() {
        assertEquals(
                List.of(
                        "CARAMBA_BALANCER_MAX_ATTEMPTS: five (expected: a whole number, at least 1)",
                        "CARAMBA_BALANCER_COOLDOWN: abc"
                                + " (expected: a duration such as 250ms, 3s, 2m or PT3S, above 0)",
                        "caramba.store.type: disk (expected: one of auto, memory, redis)",
                        "CARAMBA_ACCESS_KEYS_BOB: (hidden) (expected: the SHA-256 of a key, 64 hexadecimal digits)",
                        "CARAMBA_ACCESS_GRANTS_BOB_ADMIN: yes (expected: true or false)",
                        "CARAMBA_ACCESS_GRANTS_ALICE_BUDGET_PER_DAY: alice"
                                + " (expected: the name of an access key, anonymous or lambda)",
                        "CARAMBA_ACCESS_GRANTS_BOB_ROUTES: fst (expected: of [fast], such as fast)"),
                told(
                        "CARAMBA_BALANCER_MAX_ATTEMPTS=five",
                        "CARAMBA_BALANCER_COOLDOWN=abc",
                        "caramba.store.type=disk",
                        "CARAMBA_ACCESS_KEYS_BOB=sk-secret",
                        "CARAMBA_ACCESS_GRANTS_BOB_ADMIN=yes",
                        "CARAMBA_ACCESS_GRANTS_BOB_ROUTES=fst",
                        "CARAMBA_ACCESS_GRANTS_ALICE_BUDGET_PER_DAY=1",
                        "CARAMBA_ROUTES_FAST_TARGETS=openai"));
    }

    @Test
    void one_mistake_is_not_told_as_two() {
        assertEquals(
                List.of("CARAMBA_PROVIDERS_MINE_TYPE: opnai (expected: one of "
                        + String.join(", ", dialects().names()) + ")"),
                told(
                        "CARAMBA_PROVIDERS_MINE_TYPE=opnai",
                        "CARAMBA_PROVIDERS_MINE_API_KEY=sk-secret",
                        "CARAMBA_ROUTES_FAST_TARGETS=mine/x",
                        "CARAMBA_ACCESS_KEYS_BOB=" + HASH,
                        "CARAMBA_ACCESS_GRANTS_BOB_ROUTES=fast"));
        assertEquals(
                List.of("CARAMBA_ROUTES_FAST_TARGETS: not set (expected: comma-separated provider or provider/model)"),
                told(
                        "CARAMBA_ROUTES_FAST_STRATEGY=weighted",
                        "CARAMBA_ACCESS_KEYS_BOB=" + HASH,
                        "CARAMBA_ACCESS_GRANTS_BOB_ROUTES=fast"));
    }

    @Test
    void what_is_missing_is_told_by_the_name_that_its_neighbours_have() {
        assertEquals(
                List.of("CARAMBA_PROVIDERS_MINE_BASE_URL: not set"
                        + " (expected: the provider's address, or a type that has one)"),
                told("CARAMBA_PROVIDERS_MINE_MODEL=x"));
        assertEquals(
                List.of("caramba.providers.mine.base-url: not set"
                        + " (expected: the provider's address, or a type that has one)"),
                told("caramba.providers.mine.model=x"));
    }

    @Test
    void wrong_files_wrong_names_and_tokens_are_told_together(@TempDir Path folder) throws Exception {
        var empty = Files.writeString(folder.resolve("empty"), "");

        assertEquals(
                List.of(
                        "CARAMBA_ACCESS_KEYS_BOB_FILE: " + empty
                                + " (expected: a file that can be read and holds the secret, and nothing else; it is"
                                + " empty)",
                        "CARAMBA_ACCESS_OIDC_AUDIENCE: not set"
                                + " (expected: what the claim aud of tokens for this service holds)",
                        "caramba.routes.my-route.targets: my-route"
                                + " (expected: a name of letters and digits only, such as openai2)"),
                told(
                        "CARAMBA_ACCESS_KEYS_BOB_FILE=" + empty,
                        "CARAMBA_ACCESS_GRANTS_BOB_ADMIN=true",
                        "CARAMBA_ACCESS_OIDC_ISSUER=https://id.example",
                        "caramba.routes.my-route.targets=openai"));
    }

    @Test
    void shared_keys_need_a_store_of_which_somebody_says_that_it_keeps_them() {
        assertEquals(
                List.of("CARAMBA_ACCESS_SHARED_KEYS: true (expected: REDIS_URL to be set, too)"),
                told("CARAMBA_ACCESS_SHARED_KEYS=true"));
        assertEquals(
                List.of("CARAMBA_ACCESS_SHARED_KEYS: true (expected: caramba.store.persistent=true, too: the operator's"
                        + " word that Redis keeps its data over a restart, since a key that was revoked is valid again"
                        + " when Redis forgets it)"),
                told("CARAMBA_ACCESS_SHARED_KEYS=true", "REDIS_URL=redis://r"));
        assertEquals(
                "",
                String.join(
                        "",
                        told(
                                "CARAMBA_ACCESS_SHARED_KEYS=true",
                                "REDIS_URL=redis://r",
                                "CARAMBA_STORE_PERSISTENT=true")));
    }

    private static List<String> told(String... entries) {
        var message = ConfigProblems.all(
                        TestConfig.with(entries).config(),
                        List.of(),
                        config -> ConfigurationCheck.read(config, dialects(), new Strategies(List.of()), Map.of()))
                .getMessage();
        return message.lines().toList();
    }

    private static Dialects dialects() {
        return new Dialects(List.of());
    }
}
