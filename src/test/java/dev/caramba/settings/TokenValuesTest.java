package dev.caramba.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.call.TokenSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenValuesTest {

    private static final String OIDC = "CARAMBA_ACCESS_OIDC_";
    private static final String ISSUER = OIDC + "ISSUER=https://id.example/realms/one/";
    private static final String AUDIENCE = OIDC + "AUDIENCE=caramba, other";
    private static final String STAFF = "CARAMBA_ACCESS_GRANTS_STAFF_ADMIN=true";

    @Test
    void without_an_issuer_no_tokens_are_taken() {
        assertEquals(Optional.empty(), tokens(AUDIENCE, OIDC + "GRANT_CLAIM=groups"));
    }

    @Test
    void reads_them_from_variables_and_grants_need_no_key_then() {
        assertEquals(
                new TokenSettings(
                        "https://id.example/realms/one/",
                        List.of("caramba", "other"),
                        "email",
                        Optional.of("groups"),
                        Optional.of("staff")),
                tokens(
                                ISSUER,
                                AUDIENCE,
                                STAFF,
                                OIDC + "NAME_CLAIM=email",
                                OIDC + "GRANT_CLAIM=groups",
                                OIDC + "DEFAULT_GRANT=Staff")
                        .orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ISSUER=id.example      | issuer: id.example (expected: an address that begins with https:// or http://)",
                "ISSUER=ftp://id.example| issuer: ftp://id.example (expected: an address that begins with https:// or http://)",
                "ISSUER=https://a.b/?c  | issuer: https://a.b/?c (expected: an address that begins with https:// or http://)",
                "AUDIENCE=,             | audience: not set (expected: what the claim aud of tokens for this service holds)",
                "DEFAULT_GRANT=nobody   | default-grant: nobody (expected: the name of a grant)",
                "DEFAULT_GRANT=         | default-grant: not set (expected: the name of a grant, or a grant-claim)",
            })
    void tells_what_is_wrong(String entry, String mistake) {
        var entries = new String[] {ISSUER, AUDIENCE, STAFF, OIDC + "DEFAULT_GRANT=staff", OIDC + entry.strip()};

        var message = assertThrows(ConfigurationException.class, () -> tokens(entries))
                .getMessage();

        assertEquals("caramba.access.oidc." + mistake, message);
    }

    private static Optional<TokenSettings> tokens(String... entries) {
        return TestConfig.with(entries).settings().access().tokens();
    }
}
