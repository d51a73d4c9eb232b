package dev.caramba.surface.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.ProviderException;
import dev.caramba.http.JsonBody;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A request that goes on with a kept response, or refers to kept items. */
class ConversationTest {

    private static final String CALL =
            "{\"type\":\"function_call\",\"id\":\"fc_1\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"";

    private static final KeptResponse KEPT = new KeptResponse(
            json(
                    "{\"id\":\"resp_1\",\"output\":[{\"type\":\"message\",\"id\":\"msg_a\",\"role\":\"assistant\",\"content\":["
                            + "{\"type\":\"output_text\",\"text\":\"Hello\",\"annotations\":[]}]}," + CALL
                            + ",\"extra_content\":{\"google\":1}}]}"),
            List.of(new KeptItem("msg_u", json("{\"role\":\"user\",\"content\":\"Hi\"}"))));

    @Test
    void a_provider_of_chat_completions_gets_the_whole_conversation() {
        var messages = params(continued(
                        "{\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"5\"}]}"))
                .messages();

        assertEquals(3, messages.size());
        assertEquals("Hi", ((Message.User) messages.get(0)).content().text());
        var said = (Message.Assistant) messages.get(1);
        assertEquals("Hello", said.content().map(Content::text).orElseThrow());
        assertEquals("c", said.functionCalls().get(0).id());
        assertEquals(
                "{\"google\":1}",
                said.functionCalls().get(0).extraContent().orElseThrow().toString());
    }

    @Test
    void a_provider_of_responses_gets_the_whole_conversation_and_no_id_of_ours() {
        var fields = continued("{\"input\":[ {\"role\":\"user\", \"n\":1.50e2} ], \"temperature\":1.0,"
                        + "\"previous_response_id\":\"resp_1\",\"store\":true}")
                .original()
                .fields();

        assertEquals(List.of("input", "temperature", "store"), List.copyOf(fields.keySet()));
        assertEquals("1.0", fields.get("temperature"));
        assertEquals(
                "[{\"role\":\"user\",\"content\":\"Hi\"},"
                        + Json.write(KEPT.output().get(0).json()) + ","
                        + Json.write(KEPT.output().get(1).json()) + ",{\"role\":\"user\", \"n\":1.50e2}]",
                fields.get("input"));
    }

    @Test
    void a_text_is_a_message_of_the_user() {
        var input = continued("{\"input\":\"a \\u00e9\"}").original().fields().get("input");

        assertEquals(true, input.endsWith(",{\"role\":\"user\",\"content\":\"a \\u00e9\"}]"), input);
    }

    @Test
    void a_request_that_adds_nothing_goes_on_all_the_same() {
        assertEquals(
                2,
                params(continued("{\"previous_response_id\":\"resp_1\"}"))
                        .messages()
                        .size());
        assertEquals(2, params(continued("{\"input\":[]}")).messages().size());
        assertEquals(
                3,
                Json.parse(continued("{\"input\":[]}").original().fields().get("input"))
                        .orElseThrow()
                        .size());
    }

    @Test
    void a_request_that_refers_to_nothing_stays_as_it_is() {
        var body = "{\"input\": [ {\"role\":\"user\",\"content\":\"a\"} ] ,\"previous_response_id\":null}";
        var conversation = Conversation.begun(body(body));

        assertEquals(
                Map.of("input", "[ {\"role\":\"user\",\"content\":\"a\"} ]", "previous_response_id", "null"),
                conversation.original().fields());
    }

    @Test
    void instructions_are_not_taken_over() {
        var messages =
                params(continued("{\"instructions\":\"new\",\"input\":\"a\"}")).messages();

        assertEquals("new", ((Message.System) messages.get(0)).content().text());
        assertEquals(4, messages.size());
    }

    @Test
    void a_call_that_is_said_once_more_is_said_once() {
        var conversation = continued("{\"input\":[" + CALL + "},{\"type\":\"function_call_output\",\"call_id\":\"c\","
                + "\"output\":\"5\"}]}");
        var said = (Message.Assistant) params(conversation).messages().get(1);

        assertEquals(1, said.functionCalls().size());
        assertEquals(true, said.functionCalls().get(0).extraContent().isPresent());
        var input = Json.parse(conversation.original().fields().get("input")).orElseThrow();
        assertEquals(4, input.size());
        assertEquals("function_call_output", input.path(3).path("type").asText());
    }

    @Test
    void a_reference_is_replaced_by_the_item() {
        var item = KEPT.output().get(0);
        var body = body(
                "{\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_a\"},{\"role\":\"user\",\"content\":\"b\"}]}");
        var conversation = new Conversation(body, List.of(), Map.of("msg_a", item));

        assertEquals(2, params(conversation).messages().size());
        assertEquals(
                "[" + Json.write(item.json()) + ",{\"role\":\"user\",\"content\":\"b\"}]",
                conversation.original().fields().get("input"));
        assertEquals(
                List.of("msg_a", "msg_2i01"),
                conversation.added("resp_2").stream().map(KeptItem::id).toList());
    }

    @Test
    void a_reference_to_what_the_conversation_has_adds_nothing() {
        var body = body(
                "{\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_a\"},{\"role\":\"user\",\"content\":\"b\"}]}");
        var conversation = new Conversation(
                body, KEPT.conversation(), Map.of("msg_a", KEPT.output().get(0)));

        assertEquals(3, params(conversation).messages().size());
        assertEquals(1, conversation.added("resp_2").size());
    }

    @Test
    void a_fault_is_named_by_its_place_in_the_request() {
        var bad =
                continued("{\"input\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"king\",\"content\":\"a\"}]}");

        var failure = assertThrows(ProviderException.class, () -> params(bad)).failure();

        assertEquals("input[1].role", failure.param().orElseThrow());
    }

    @Test
    void the_answer_is_kept_with_all_that_was_said_before_it() {
        var answer = json("{\"id\":\"resp_2\",\"output\":[{\"type\":\"message\",\"content\":[]}]}");

        var kept = KeptResponse.read(
                        continued("{\"input\":\"And?\"}").answeredBy(answer).bytes())
                .orElseThrow();

        assertEquals(answer, kept.response());
        assertEquals(
                List.of("msg_u", "msg_a", "fc_1", "msg_2i00"),
                kept.input().stream().map(KeptItem::id).toList());
        assertEquals("msg_200", kept.output().get(0).id());
        assertEquals(
                "{\"role\":\"user\",\"content\":\"Hi\"}",
                Json.write(kept.input().get(0).json()));
        assertEquals(
                "{\"id\":\"msg_u\",\"type\":\"message\",\"role\":\"user\","
                        + "\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"}]}",
                Json.write(kept.input().get(0).shown()));
    }

    @Test
    void a_record_of_another_kind_is_no_response() {
        assertFalse(KeptResponse.read("{}".getBytes()).isPresent());
        assertFalse(KeptResponse.read("no json".getBytes()).isPresent());
    }

    private static Conversation continued(String body) {
        return new Conversation(body(body), KEPT.conversation(), Map.of());
    }

    private static GenerationParams params(Conversation conversation) {
        return ResponsesRequest.read(conversation, response -> Uni.createFrom().voidItem())
                .call()
                .params();
    }

    private static JsonBody body(String text) {
        return new JsonBody(json(text), text);
    }

    private static ObjectNode json(String text) {
        return Json.object(text).orElseThrow();
    }
}
