package dev.caramba.surface.chat;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ChatQuarkusTest {

    private static final String HI = "{\"model\":\"fast\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @Inject
    ScriptedProvider provider;

    @Test
    void gives_out_a_completion_as_openai_does() {
        provider.answers(new Event.Chunk("Hel"), new Event.Chunk("lo"), ScriptedProvider.STOP);

        var response = chat(HI).statusCode(200)
                .contentType("application/json")
                .header("x-caramba-provider", "openai")
                .header("x-caramba-model", "gpt-4o-mini")
                .header("x-caramba-attempts", "1")
                .header("x-caramba-cache", "bypass")
                .header("x-caramba-dropped-params", nullValue())
                .header("x-request-id", matchesPattern("req_[0-9a-z]{24}"))
                .body("id", matchesPattern("chatcmpl-[0-9a-z]{24}"))
                .extract();

        var body = Json.object(response.asString()).orElseThrow();
        body.remove("id");
        assertTrue(Math.abs(body.remove("created").longValue() - Instant.now().getEpochSecond()) < 10);
        assertEquals(
                "{\"object\":\"chat.completion\",\"model\":\"gpt-4o-mini\",\"system_fingerprint\":null,"
                        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\","
                        + "\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}}",
                Json.write(body));
        assertEquals(Optional.of("fast"), provider.lastAsked().model());
        assertEquals(false, provider.lastAsked().stream());
    }

    @Test
    void gives_out_tool_calls_without_content() {
        var extra = Json.object("{\"google\":{\"thought_signature\":\"s\"}}");
        provider.answers(
                new Event.ToolCall(0, new FunctionCall("call_1", "f", "{\"a\":1}", extra)),
                new Event.ToolCall(1, new FunctionCall("call_2", "g", "{}")),
                new Event.Done(FinishReason.TOOL_CALLS, Optional.empty()));

        chat(HI).statusCode(200)
                .body("choices[0].message", hasKey("content"))
                .body("choices[0].message.content", nullValue())
                .body("choices[0].message.tool_calls.size()", is(2))
                .body("choices[0].message.tool_calls[0].id", equalTo("call_1"))
                .body("choices[0].message.tool_calls[0].type", equalTo("function"))
                .body("choices[0].message.tool_calls[0].function.name", equalTo("f"))
                .body("choices[0].message.tool_calls[0].function.arguments", equalTo("{\"a\":1}"))
                .body("choices[0].message.tool_calls[0].extra_content.google.thought_signature", equalTo("s"))
                .body("choices[0].message.tool_calls[1]", not(hasKey("extra_content")))
                .body("choices[0].finish_reason", equalTo("tool_calls"))
                .body("$", not(hasKey("usage")));
    }

    @Test
    void an_empty_answer_is_an_empty_text() {
        provider.answers(new Event.Done(FinishReason.OTHER, Optional.empty()));

        chat(HI).statusCode(200)
                .body("choices[0].message.content", equalTo(""))
                .body("choices[0].message", not(hasKey("tool_calls")))
                .body("choices[0].finish_reason", equalTo("stop"));
    }

    @Test
    void tells_the_usage_that_was_told() {
        var usage = new Usage(
                OptionalLong.of(9), OptionalLong.empty(), OptionalLong.of(30), OptionalLong.of(4), OptionalLong.of(5));
        provider.answers(new Event.Chunk("Hi"), new Event.Done(FinishReason.LENGTH, Optional.of(usage)));

        var body = chat(HI).body("choices[0].finish_reason", equalTo("length"))
                .extract()
                .asString();

        assertEquals(
                "{\"prompt_tokens\":9,\"completion_tokens\":0,\"total_tokens\":30,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":4},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":5}}",
                Json.object(body).orElseThrow().get("usage").toString());
    }

    @Test
    void reports_the_parameters_that_were_left_out() {
        provider.plays((context, params) -> {
            context.trail().answering(ScriptedProvider.TARGET, List.of("seed", "logit_bias"));
            return Multi.createFrom().item(ScriptedProvider.STOP);
        });

        chat(HI).statusCode(200).header("x-caramba-dropped-params", "seed, logit_bias");
    }

    @Test
    void a_model_name_cannot_break_a_header() {
        provider.plays((context, params) -> {
            context.trail().answering(new dev.caramba.prompt.Target("openai", "a\r\nX-Evil: ä€"), List.of());
            return Multi.createFrom().item(ScriptedProvider.STOP);
        });

        chat(HI).statusCode(200).header("x-caramba-model", "a??X-Evil: ??").header("x-evil", nullValue());
    }

    @Test
    void without_a_model_any_is_asked() {
        provider.answers(ScriptedProvider.STOP);

        chat("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}").statusCode(200);

        assertEquals(Optional.empty(), provider.lastAsked().model());
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a.b-c_d:9", "0"})
    void keeps_the_callers_request_id(String id) {
        provider.answers(ScriptedProvider.STOP);

        given().header("x-request-id", id)
                .contentType("application/json")
                .body(HI)
                .post("/v1/chat/completions")
                .then()
                .header("x-request-id", id);

        assertEquals(id, provider.lastContext().requestId());
        assertEquals("anonymous", provider.lastContext().caller().name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "\"", "ä"})
    void replaces_a_request_id_that_is_not_safe(String id) {
        given().header("x-request-id", id)
                .get("/v1/models")
                .then()
                .header("x-request-id", matchesPattern("req_[0-9a-z]{24}"));
    }

    private static ValidatableResponse chat(String body) {
        return given().contentType("application/json")
                .accept("application/json")
                .body(body)
                .post("/v1/chat/completions")
                .then();
    }
}
