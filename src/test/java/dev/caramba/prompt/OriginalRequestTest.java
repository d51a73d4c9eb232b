package dev.caramba.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which thoughts a request brings back, and what is left when they are taken out. */
final class OriginalRequestTest {

    private static final String INPUT = "[ {\"role\":\"user\",\"content\":\"a \\\"reasoning\\\" word\"},"
            + "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"E1\"},"
            + " {\"type\":\"function_call\",\"call_id\":\"c\",\"arguments\":\"{\\\"n\\\": 1.0}\", \"x\": 1.50},"
            + "{\"id\":\"rs_2\",\"type\":\"reasoning\"}, 7 ]";

    @Test
    void the_thoughts_of_responses_are_known_by_their_places() {
        var thoughts = responses(INPUT).thoughts();

        assertEquals(Set.of(1, 3), thoughts.keySet());
        assertEquals("E1", thoughts.get(1).path("encrypted_content").asText());
    }

    @Test
    void thoughts_of_others_are_left_out_and_the_rest_stays_as_it_was_written() {
        var request = responses(INPUT).madeBy(Map.of(1, "a", 3, "b"));

        var left = request.withoutThoughts(maker -> !maker.equals(Optional.of("b")));

        assertEquals(
                "[{\"role\":\"user\",\"content\":\"a \\\"reasoning\\\" word\"},"
                        + "{\"type\":\"function_call\",\"call_id\":\"c\",\"arguments\":\"{\\\"n\\\": 1.0}\", \"x\": 1.50},"
                        + "{\"id\":\"rs_2\",\"type\":\"reasoning\"},7]",
                left.fields().get("input"));
        assertEquals(
                List.of("model", "input", "temperature"),
                List.copyOf(left.fields().keySet()));
        assertEquals("1.0", left.fields().get("temperature"));
    }

    @Test
    void a_request_without_such_thoughts_is_the_same() {
        var request = responses(INPUT).madeBy(Map.of(1, "a", 3, "a"));

        assertSame(request, request.withoutThoughts(maker -> maker.isEmpty()));
        assertSame(request, request.withoutThoughts(maker -> false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a text about \\\"reasoning\\\"\"", "[]", "null", "{\"type\":\"reasoning\"}"})
    void an_input_of_another_form_has_no_thoughts(String input) {
        var request = responses(input);

        assertEquals(Map.of(), request.thoughts());
        assertSame(request, request.withoutThoughts(maker -> true));
    }

    @Test
    void blocks_of_thinking_are_left_out_of_messages() {
        var request = OriginalRequest.of(
                WireFormat.MESSAGES,
                "{\"messages\":[{\"role\":\"user\", \"content\":\"thinking\"},"
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"s\"},"
                        + "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{\"z\":1.0,\"a\":2}}]},"
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"redacted_thinking\",\"data\":\"d\"}]},"
                        + "{\"role\":\"user\",\"content\":[ ]}],\"thinking\":{\"type\":\"enabled\"}}");

        var left = request.withoutThoughts(maker -> true);

        assertEquals(
                "[{\"role\":\"user\", \"content\":\"thinking\"},"
                        + "{\"role\":\"assistant\",\"content\":["
                        + "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{\"z\":1.0,\"a\":2}}]},"
                        + "{\"role\":\"user\",\"content\":[ ]}]",
                left.fields().get("messages"));
        assertEquals("{\"type\":\"enabled\"}", left.fields().get("thinking"));
    }

    private static OriginalRequest responses(String input) {
        return OriginalRequest.of(
                WireFormat.RESPONSES, "{\"model\":\"m\",\"input\":" + input + ",\"temperature\":1.0}");
    }
}
