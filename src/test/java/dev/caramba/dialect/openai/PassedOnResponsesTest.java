package dev.caramba.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.Endpoint;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is changed in a request for a response that goes to a server of Responses. */
class PassedOnResponsesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "gpt-5.5 | {\"input\":\"a\"} | [\"reasoning.encrypted_content\"]",
                "gpt-5.5 | {\"input\":\"a\",\"store\":true,\"include\":null} | [\"reasoning.encrypted_content\"]",
                "gpt-5.5 | {\"input\":\"a\",\"include\":[\"x\"]} | [\"x\",\"reasoning.encrypted_content\"]",
                "o3 | {\"input\":\"a\",\"include\":[\"reasoning.encrypted_content\"]} | [\"reasoning.encrypted_content\"]",
                "gpt-5.5 | {\"input\":\"a\",\"store\":false} | ``",
                "gpt-5.5 | {\"input\":\"a\",\"store\":false,\"include\":[]} | []",
                "gpt-4o | {\"input\":\"a\"} | ``",
                "gpt-5-chat-latest | {\"input\":\"a\",\"store\":true} | ``",
            })
    void a_model_that_reasons_is_asked_for_thoughts_that_can_be_said_again(
            String model, String request, String include) {
        assertEquals(
                include,
                body(OpenAiFlavour.OPENAI, model, request).path("include").toString());
    }

    @Test
    void another_server_is_not_asked_for_them() {
        assertEquals(
                false,
                body(OpenAiFlavour.COMPATIBLE, "gpt-5.5", "{\"input\":\"a\"}").has("include"));
    }

    @Test
    void what_another_maker_has_signed_stays_behind() {
        var request = "{\"input\":[{\"type\":\"function_call\",\"call_id\":\"c\",\"extra_content\":{\"google\":{}}},"
                + "{\"role\":\"user\",\"content\":\"a\"}],\"store\":false}";

        assertEquals(
                "[{\"type\":\"function_call\",\"call_id\":\"c\"},{\"role\":\"user\",\"content\":\"a\"}]",
                body(OpenAiFlavour.OPENAI, "gpt-4o", request).path("input").toString());
        assertEquals(
                Json.parse(request).orElseThrow().path("input"),
                body(OpenAiFlavour.COMPATIBLE, "gpt-4o", request).path("input"));
    }

    private static JsonNode body(OpenAiFlavour flavour, String model, String request) {
        var params = new GenerationParams(
                Optional.of(model),
                List.of(),
                List.of(new Message.User(new Content.Plain("a"))),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Sampling.DEFAULT,
                Map.of(),
                Set.of(),
                false,
                false,
                Optional.of(OriginalRequest.of(WireFormat.RESPONSES, request)),
                Optional.empty());
        var endpoint = new Endpoint("http://localhost", Optional.empty(), Map.of("responses", "true"));
        return Json.parse(Json.write(
                        new OpenAiDialect(flavour).encode(params, endpoint).body()))
                .orElseThrow();
    }
}
