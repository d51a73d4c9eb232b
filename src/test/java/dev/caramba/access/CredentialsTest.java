package dev.caramba.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {

    @ParameterizedTest
    @CsvSource({
        "Authorization, 'Bearer secret'",
        "authorization, 'bearer  secret '",
        "X-Api-Key,     'secret'",
        "x-api-key,     ' secret '",
        "Api-Key,       'secret'",
        "api-key,       'secret'",
    })
    void reads_three_headers_alike(String name, String value) {
        assertEquals(List.of("secret"), read(name, value));
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, 'secret'",
        "Authorization, 'Basic secret'",
        "Authorization, 'Bearer'",
        "Authorization, 'Bearer secret secret'",
        "X-Api-Key,     ''",
        "X-Api-Key,     'secret secret'",
        "X-Api-Key,     'Bearer secret'",
        "Api-Key,       ' '",
        "Key,           'secret'",
    })
    void anything_but_one_word_is_none(String name, String value) {
        assertEquals(List.of(), read(name, value));
    }

    @Test
    void several_stand_in_the_order_of_their_headers() {
        assertEquals(
                List.of("one", "two", "three"),
                read("api-key", "three", "x-api-key", "two", "authorization", "Bearer one"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages,              true,  key",
        "/v1/messages/count_tokens, false, key",
        "/v1/models,                true,  key",
        "/v1/models/m,              true,  key",
        "/v1/models,                false, bearer",
        "/v1/messagesx,             true,  bearer",
        "/v1/chat/completions,      true,  bearer",
        "/generate,                 false, bearer",
    })
    void anthropics_own_header_comes_first_where_its_form_is_spoken(String path, boolean version, String first) {
        var headers = MultiMap.caseInsensitiveMultiMap()
                .add("authorization", "Bearer bearer")
                .add("api-key", "another")
                .add("x-api-key", "key");
        if (version) {
            headers.add("anthropic-version", "2023-06-01");
        }

        var values = Credentials.in(path, headers).values();

        assertEquals(first, values.get(0));
        assertEquals(3, values.size());
        assertEquals("another", values.get(2));
    }

    @Test
    void are_not_shown() {
        assertFalse(new Credentials(List.of("secret")).toString().contains("secret"));
    }

    private static List<String> read(String... headers) {
        var map = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            map.add(headers[i], headers[i + 1]);
        }
        return Credentials.in("/generate", map).values();
    }
}
