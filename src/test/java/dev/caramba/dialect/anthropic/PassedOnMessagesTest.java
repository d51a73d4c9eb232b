package dev.caramba.dialect.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.WireFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassedOnMessagesTest {

    private static final Endpoint ENDPOINT = new Endpoint("http://a", Optional.of("key"), Map.of());

    private final AnthropicDialect dialect = new AnthropicDialect();

    @Test
    void only_the_models_name_changes() {
        var given =
                "{ \"zz\" : [1.0, 1e2],\"model\":\"claude/x\",\"max_tokens\":1 ,\"messages\":[ {\"role\":\"user\",\"content\":\"Hi\"}]}";

        assertEquals(
                "{\"zz\":[1.0, 1e2],\"model\":\"m\",\"max_tokens\":1,\"messages\":[ {\"role\":\"user\",\"content\":\"Hi\"}]}",
                encoded(given, false).body().toString());
    }

    @Test
    void a_missing_model_is_added_and_nothing_else() {
        assertEquals(
                "{\"model\":\"m\",\"messages\":[]}",
                encoded("{\"messages\":[]}", false).body().toString());
        assertEquals(
                "true", encoded("{\"messages\":[]}", true).body().get("stream").toString());
    }

    @Test
    void what_others_left_in_the_history_is_brought_into_an_accepted_form() {
        var given = """
                {'model':'x','messages':[{'role':'assistant','content':[{'type':'thinking','thinking':'a','signature':''},
                {'type':'thinking','thinking':'b','signature':'s'},{'type':'tool_use','id':'functions.f:0','name':'f','input':{'n':1.0}}]},
                {'role':'user','content':[{'type':'tool_result','tool_use_id':'functions.f:0','content':'r'}]},
                {'role':'assistant','content':[{'type':'thinking','thinking':'c'}]}]}""".replace('\'', '"');

        assertEquals(
                """
                [{'role':'assistant','content':[{'type':'thinking','thinking':'b','signature':'s'},\
                {'type':'tool_use','id':'functions_f_0','name':'f','input':{'n':1.0}}]},\
                {'role':'user','content':[{'type':'tool_result','tool_use_id':'functions_f_0','content':'r'}]}]""".replace('\'', '"'),
                encoded(given, false).body().get("messages").toString());
    }

    @Test
    void signed_thoughts_go_back_to_the_letter() {
        var messages =
                "[ {\"role\":\"assistant\", \"content\":[{\"type\":\"thinking\",\"thinking\":\"\\u00e9\",\"signature\":\"s\"}]}]";

        assertEquals(
                messages,
                encoded("{\"messages\":" + messages + "}", false)
                        .body()
                        .get("messages")
                        .toString());
    }

    @Test
    void headers_and_query_of_the_caller_pass() {
        var params =
                params("{\"messages\":[]}", false, Map.of("anthropic-version", "2026-10-21", "anthropic-beta", "b"));
        var encoded = dialect.encode(params, ENDPOINT);
        var count = dialect.encodeCount(params, ENDPOINT).orElseThrow();

        assertEquals("/v1/messages?beta=true", encoded.path());
        assertEquals("/v1/messages/count_tokens?beta=true", count.path());
        assertEquals("2026-10-21", encoded.headers().get("anthropic-version"));
        assertEquals("b", encoded.headers().get("anthropic-beta"));
        assertEquals("key", encoded.headers().get("x-api-key"));
        assertEquals(7, dialect.countIn("{\"input_tokens\":7}"));
    }

    private Encoded encoded(String json, boolean stream) {
        return dialect.encode(params(json, stream, Map.of()), ENDPOINT);
    }

    private static GenerationParams params(String json, boolean stream, Map<String, String> headers) {
        var original = OriginalRequest.of(WireFormat.MESSAGES, json).with(headers, Optional.of("beta=true"));
        return new GenerationParams(
                Optional.of("m"),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.<ResponseFormat>empty(),
                Sampling.DEFAULT,
                Map.of(),
                Set.of(),
                stream,
                false,
                Optional.of(original),
                Optional.empty());
    }
}
