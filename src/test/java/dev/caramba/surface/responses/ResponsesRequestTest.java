package dev.caramba.surface.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.format.Json;
import dev.caramba.generation.ProviderException;
import dev.caramba.http.JsonBody;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Tool;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests for a response, read as chat completions. */
class ResponsesRequestTest {

    private static final String CALL =
            "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{}` | input",
                "`{\"input\":5}` | input",
                "`{\"input\":[]}` | input",
                "`{\"input\":[5]}` | input[0]",
                "`{\"input\":[{\"role\":\"king\",\"content\":\"a\"}]}` | input[0].role",
                "`{\"input\":[{\"role\":\"user\"}]}` | input[0].content",
                "`{\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\"}]}]}` | input[0].content[0].text",
                "`{\"input\":[{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\"}]}` | input[0].call_id",
                "`{\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\"}]}` | input[0].output",
                "`{\"input\":\"a\",\"tools\":[{\"type\":\"function\"}]}` | tools[0].name",
                "`{\"input\":\"a\",\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"tools\":[{\"type\":\"custom\"}]}]}`"
                        + " | tools[0].tools[0].name",
                "`{\"input\":\"a\",\"tool_choice\":\"maybe\"}` | tool_choice",
                "`{\"input\":\"a\",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\"}}}` | text.format.schema",
                "`{\"input\":\"a\",\"max_output_tokens\":\"many\"}` | max_output_tokens",
                "`{\"input\":\"a\",\"background\":true}` | background",
                "`{\"input\":\"a\",\"conversation\":{\"id\":\"c\"}}` | conversation",
                "`{\"instructions\":\"a\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\","
                        + "\"image_url\":\"data:image/png,!\"}]}]}` | input[0].content[0]",
            })
    void a_fault_is_named_by_its_place_in_the_request(String body, String param) {
        var failure = assertThrows(ProviderException.class, () -> read(body)).failure();

        assertEquals(param, failure.param().orElseThrow());
    }

    @Test
    void what_has_no_place_is_named_and_hints_are_not() {
        var request = read("{\"input\":[{\"role\":\"user\",\"content\":\"a\"},{\"type\":\"novelty\"},"
                + "{\"type\":\"reasoning\",\"summary\":[]},{\"type\":\"web_search_call\",\"id\":\"w\"}],"
                + "\"text\":{\"verbosity\":\"low\"},\"truncation\":\"auto\",\"top_logprobs\":2,"
                + "\"include\":[\"reasoning.encrypted_content\"],\"metadata\":{\"a\":\"b\"},\"brand_new\":1,"
                + "\"tools\":[{\"type\":\"web_search\"}]}");

        assertEquals(
                Set.of("novelty", "text.verbosity", "truncation", "top_logprobs", "web_search"),
                request.call().params().unread());
        assertEquals(Set.of(), request.call().params().extras().keySet());
    }

    @Test
    void calls_in_a_row_and_the_message_before_them_are_one_turn() {
        var request = read("{\"input\":[{\"role\":\"assistant\",\"content\":\"a\"}," + CALL + "," + CALL
                + ",{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":[]}," + CALL + "]}");
        var messages = request.call().params().messages();

        assertEquals(3, messages.size());
        assertEquals(2, ((Message.Assistant) messages.get(0)).functionCalls().size());
        assertEquals(1, ((Message.Assistant) messages.get(2)).functionCalls().size());
    }

    @Test
    void a_result_is_one_text() {
        var request = read("{\"input\":[" + CALL + ",{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":["
                + "{\"type\":\"input_text\",\"text\":\"Took 1 s\"},{\"type\":\"input_text\",\"text\":\"done\"}]}]}");

        assertEquals(
                "Took 1 s\n\ndone", result(request.call().params().messages().get(1)));
    }

    @Test
    void what_results_hold_besides_text_follows_all_of_them_in_a_turn_of_the_user() {
        var image = "{\"type\":\"input_image\",\"image_url\":\"https://example.com/a.png\"}";
        var request = read("{\"input\":[" + CALL + "," + CALL.replace("\"c\"", "\"d\"")
                + ",{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":[" + image + "]}"
                + ",{\"type\":\"reasoning\",\"summary\":[]}"
                + ",{\"type\":\"function_call_output\",\"call_id\":\"d\",\"output\":[{\"type\":\"input_text\",\"text\":\"b\"},"
                + image + "]},{\"role\":\"assistant\",\"content\":\"e\"}]}");
        var messages = request.call().params().messages();

        assertEquals(5, messages.size());
        assertEquals("(The result follows.)", result(messages.get(1)));
        assertEquals("b", result(messages.get(2)));
        assertEquals(2, ((Message.User) messages.get(3)).content().parts().size());
        assertInstanceOf(Message.Assistant.class, messages.get(4));
    }

    @Test
    void a_part_of_a_result_that_nobody_can_read_is_named_by_its_place() {
        var failure = assertThrows(
                        ProviderException.class,
                        () -> read("{\"input\":[" + CALL + ",{\"type\":\"function_call_output\",\"call_id\":\"c\","
                                + "\"output\":[{\"type\":\"input_image\",\"image_url\":\"data:image/png,!\"}]}]}"))
                .failure();

        assertEquals("input[1].output[0]", failure.param().orElseThrow());
    }

    private static String result(Message message) {
        return ((Message.ToolResult) message).content().text();
    }

    @Test
    void a_name_that_is_too_long_with_its_namespace_is_shortened_and_found_again() {
        var longName = "a".repeat(50);
        var request = read("{\"input\":\"a\",\"tools\":[{\"type\":\"namespace\",\"name\":\"" + "n".repeat(30)
                + "\",\"tools\":[{\"type\":\"function\",\"name\":\"" + longName + "\"}]}]}");
        var name = request.call().params().tools().get(0).name();

        assertEquals(64, name.length());
        assertEquals(longName, request.names().of(name).name());
    }

    @Test
    void allowed_tools_of_a_namespace_are_offered_alone() {
        var request = read("{\"input\":\"a\",\"tools\":[{\"type\":\"namespace\",\"name\":\"n\",\"tools\":["
                + "{\"type\":\"function\",\"name\":\"f\"}]},{\"type\":\"function\",\"name\":\"g\"}],"
                + "\"tool_choice\":{\"type\":\"allowed_tools\",\"tools\":[{\"type\":\"namespace\",\"name\":\"n\"}]}}");

        assertEquals(
                List.of("n__f"),
                request.call().params().tools().stream().map(Tool::name).toList());
    }

    private static ResponsesRequest read(String body) {
        var given = new JsonBody(Json.object(body).orElseThrow(), body);
        return ResponsesRequest.read(
                Conversation.begun(given), response -> Uni.createFrom().voidItem());
    }
}
