package dev.caramba.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.ProviderException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyJsonTest {

    private static final String HASH = AccessKeys.sha256Of("secret");
    private static final String WHOLE = "{\"admin\":true,\"routes\":[\"fast\"],\"providers\":[\"openai\"],"
            + "\"models\":[\"a\",\"b\"],\"requestsPerMinute\":1,\"requestsPerDay\":2,\"tokensPerMinute\":3,"
            + "\"tokensPerDay\":1000000000000,\"maxInFlight\":5,\"budgetPerDay\":0.50,\"budgetPerMonth\":20,"
            + "\"expires\":\"2027-01-31T12:00:00Z\"}";

    @Test
    void what_is_kept_is_read_again_and_no_hash_is_shown() {
        var key = KeyJson.asked("alice", Json.object(WHOLE).orElseThrow(), HASH);

        assertEquals(key, KeyJson.read("alice", Json.write(KeyJson.kept(key))));

        var shown = KeyJson.shown("alice", key.granted());
        assertFalse(Json.write(shown).contains(HASH));
        assertEquals(
                Json.write(Json.object(WHOLE).orElseThrow()),
                Json.write(shown.deepCopy().without("name")));
    }

    @Test
    void a_key_of_which_nothing_is_said_may_call() {
        var key = KeyJson.asked("alice", Json.object(), HASH);

        assertTrue(key.granted().grant().anything());
        assertFalse(key.granted().grant().admin());
        assertEquals(Optional.of(HASH), key.sha256());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'sha256':'abc'}                | sha256",
                "{'sha256':1}                    | sha256",
                "{'requestsPerMinute':0}         | requestsPerMinute",
                "{'requestsPerMinute':1.5}       | requestsPerMinute",
                "{'tokensPerDay':1000000000001}  | tokensPerDay",
                "{'tokensPerDay':1e40}           | tokensPerDay",
                "{'maxInFlight':3000000000}      | maxInFlight",
                "{'budgetPerDay':-1}             | budgetPerDay",
                "{'expires':'tomorrow'}          | expires",
                "{'admin':'yes'}                 | admin",
                "{'routes':'fast'}               | routes",
                "{'requestPerMinute':5}          | requestPerMinute",
            })
    void what_is_wrong_is_named(String json, String field) {
        var body = Json.object(json.replace((char) 39, '"')).orElseThrow();

        var failure = assertThrows(ProviderException.class, () -> KeyJson.asked("alice", body, HASH))
                .failure();

        assertEquals(Optional.of(field), failure.param());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "{}", "[]", "{\"sha256\":\"abc\"}", "{\"sha256\":7}"})
    void nobody_gets_in_by_what_cannot_be_read(String kept) {
        assertTrue(KeyJson.read("alice", kept).revoked());
    }
}
