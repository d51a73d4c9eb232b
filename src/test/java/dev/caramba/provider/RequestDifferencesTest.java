package dev.caramba.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.upstream.Received;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestDifferencesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            openai    | {"a":1,"b":[2]}                       | {"b":[2.0],"a":1e0}
            openai    | {"a":null,"stream":false}             | {}
            openai    | {}                                    | {"a":null,"stream":false}
            openai    | {"function":{"arguments":"{\\"a\\":1}"}} | {"function":{"arguments":"{ \\"a\\": 1 }"}}
            anthropic | {"content":"x"}                       | {"content":[{"type":"text","text":"x"}]}
            google    | {"functionCall":{"name":"f"}}         | {"functionCall":{"name":"f","id":"1"}}
            ollama    | {"messages":[{"tool_calls":[{}]}]}    | {"messages":[{"tool_calls":[{"id":"1"}],"tool_call_id":"2"}]}
            """)
    void are_none_where_the_rules_say_so(String provider, String expected, String sent) {
        assertEquals(List.of(), differences(provider, expected, sent));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            openai    | {"a":1}                               | {"a":2}
            openai    | {"a":1}                               | {"a":"1"}
            openai    | {"a":1}                               | {}
            openai    | {}                                    | {"a":1}
            openai    | {}                                    | {"a":false}
            openai    | {"a":[1]}                             | {"a":[1,2]}
            openai    | {"stream":true}                       | {}
            openai    | {"function":{"arguments":"{}"}}       | {"function":{"arguments":{}}}
            openai    | {"content":"x"}                       | {"content":[{"type":"text","text":"x"}]}
            anthropic | {"content":"x"}                       | {"content":[{"type":"text","text":"x","cache_control":{}}]}
            google    | {"functionCall":{"id":"1"}}           | {"functionCall":{"id":"2"}}
            ollama    | {"stream":false}                      | {}
            """)
    void are_told_where_the_rules_say_so(String provider, String expected, String sent) {
        assertEquals(1, differences(provider, expected, sent).size());
    }

    @Test
    void are_told_of_method_path_and_headers() {
        var fixture = fixture(
                "openai",
                "\"method\":\"POST\",\"path\":\"/a\",\"headers\":{\"key\":\"Bearer {{api_key}}\",\"accept\":\"x\",\"b\":\"1\"}",
                "{}");

        var sent = received("GET", "/b", Map.of("key", "Bearer k", "more", "1"), "{}");

        assertEquals(
                List.of(
                        "method\n    expected: POST\n    sent:     GET",
                        "path\n    expected: /a\n    sent:     /b",
                        "header b\n    expected: 1\n    sent:     (none)"),
                RequestDifferences.between(fixture, "k", sent));
    }

    private static List<String> differences(String provider, String expected, String sent) {
        var fixture = fixture(provider, "\"method\":\"POST\",\"path\":\"/\",\"headers\":{}", expected);
        return RequestDifferences.between(fixture, "k", received("POST", "/", Map.of(), sent));
    }

    private static Fixture fixture(String provider, String head, String body) {
        var json = "{\"provider\":\"%s\",\"request\":{%s,\"body\":%s}}".formatted(provider, head, body);
        return new Fixture("a", Json.parse(json).orElseThrow());
    }

    private static Received received(String method, String path, Map<String, String> headers, String body) {
        return new Received(0, 0, method, path, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
