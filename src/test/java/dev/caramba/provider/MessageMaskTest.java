package dev.caramba.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageMaskTest {

    private static final String KEY = "zz/weird+key=9";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wrong key zz/weird+key=9 given     | wrong key *** given",
                "GET /v1?key=zz%2Fweird%2Bkey%3D9   | GET /v1?key=***",
                "decoded enovd2VpcmQra2V5PTk        | decoded ***",
                "decoded enovd2VpcmQra2V5PTk=       | decoded ***=",
                "decoded eHp6L3dlaXJkK2tleT05       | decoded eH***",
                "decoded eHl6ei93ZWlyZCtrZXk9OQ==   | decoded eHl***Q==",
                "hex 7a7a2f77656972642b6b65793d39   | hex ***",
                "GET /v1?key=zz%2fweird%2bkey%3d9   | GET /v1?key=***",
                "sent Basic OnNrLXNlY3JldA==        | sent Basic ***",
                "sent Bearer another-callers-key    | sent Bearer ***",
                "Incorrect API key: sk-abcd1234     | Incorrect API key: sk-***",
                "Incorrect API key: sk-1a2b         | Incorrect API key: sk-***",
                "nothing to hide                    | nothing to hide",
            })
    void masks_keys_in_all_forms(String message, String masked) {
        assertEquals(masked, masked(KEY, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "none",
                "NONE",
                "token",
                "EMPTY",
                "Empty",
                "dummy",
                "ollama",
                "lm-studio",
                "not-needed",
                "no_key_required",
                "sk-no-key-required",
                "abc",
                "changeme!",
                "k3y"
            })
    void a_dummy_key_garbles_no_message(String key) {
        var message = "max tokens: none; EMPTY answer of x, lm-studio says " + key + " is not-needed";
        assertEquals(message, masked(key, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cr3t",
                "hunter-2",
                "kPqXzRtYwLmN",
                "0123456789abcdef",
                "correct-horse-battery-staple",
                "aaaaaaaaaaaaaaaaaaaa",
                "sk-or-v1-0123",
                "tOken-word"
            })
    void a_key_with_digits_or_changes_of_case_or_of_some_length_is_masked(String key) {
        assertEquals("wrong key ***, see ***", masked(key, "wrong key " + key + ", see " + key));
    }

    @Test
    void words_behind_a_prefix_of_keys_are_left() {
        var message = "Bearer token required, Basic authentication or sk-learn is not; hf_hub_download";
        assertEquals(message, masked(KEY, message));
    }

    @Test
    void a_short_key_does_not_mask_words_that_look_like_its_encoding() {
        assertEquals("YTFiMmMz ***", masked("a1b2c3", "YTFiMmMz a1b2c3"));
    }

    @Test
    void each_of_several_secrets_is_masked() {
        var mask = new MessageMask(List.of("abcdef-123", "abcdef-123-more", "none"));
        assertEquals("*** and ***, none", mask.text("abcdef-123-more and abcdef-123, none"));
    }

    private static String masked(String key, String message) {
        return new MessageMask(List.of(key))
                .apply(Failure.of(FailureKind.AUTHENTICATION, message))
                .message();
    }
}
