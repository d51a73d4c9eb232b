package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.provider.Fixture;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a request with everything in it each provider is not told, as {@code docs/providers.md} has it. */
class DroppedParamsIT {

    private static final String EVERYTHING = """
            {"model":"%s","messages":[{"role":"user","content":"Hi"}],
             "tools":[{"type":"function","function":{"name":"get_time","strict":true,
              "parameters":{"type":"object","properties":{},"additionalProperties":false}}}],
             "tool_choice":{"type":"function","function":{"name":"get_time"}},
             "parallel_tool_calls":false,
             "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},
             "temperature":0.5,"top_p":0.9,"max_tokens":9,"stop":["END"],"seed":7,
             "reasoning_effort":"low","user":"u-1","of_no_provider":1}
            """;

    private static final List<String> PROVIDERS =
            List.of("openai", "anthropic", "google", "cohere", "huggingface", "nvidia", "ollama", "lmstudio");

    private static Upstream upstream;
    private static CarambaProcess caramba;

    @BeforeAll
    static void start() throws Exception {
        upstream = Upstream.start().always(DroppedParamsIT::play);
        var environment = new HashMap<>(Map.of("CARAMBA_ACCESS_OPEN", "true"));
        for (var provider : PROVIDERS) {
            var prefix = "CARAMBA_PROVIDERS_" + provider.toUpperCase(Locale.ROOT);
            environment.put(prefix + "_BASE_URL", upstream.baseUrl() + "/" + provider);
            environment.put(prefix + "_API_KEY", "key-of-" + provider);
        }
        caramba = CarambaProcess.start(environment);
    }

    @AfterAll
    static void stop() throws Exception {
        caramba.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            openai/gpt-4o-mini                | ''
            openai/gpt-5.6                    | temperature top_p stop
            nvidia/nvidia/nemotron            | ''
            lmstudio/loaded                   | ''
            huggingface/openai/gpt-oss-120b   | ''
            huggingface/gpt2                  | tools tool_choice parallel_tool_calls reasoning_effort user of_no_provider
            anthropic/claude-sonnet-5-5       | temperature top_p seed reasoning_effort user of_no_provider
            anthropic/claude-sonnet-4-5       | top_p seed reasoning_effort user of_no_provider
            google/gemini-3.5-flash-lite      | strict parallel_tool_calls user of_no_provider
            google/gemini-2.5-flash           | strict parallel_tool_calls reasoning_effort user of_no_provider
            cohere/command-r-08-2024          | tool_choice parallel_tool_calls reasoning_effort user of_no_provider
            ollama/llama3.2:3b                | strict tool_choice parallel_tool_calls reasoning_effort user of_no_provider
            """)
    void are_named_or_refused(String model, String names) throws Exception {
        var dropped = Set.of(
                Stream.of(names.split(" ")).filter(name -> !name.isEmpty()).toArray(String[]::new));
        var request = Json.object(EVERYTHING.formatted(model)).orElseThrow();

        assertNamed(request, dropped);
        assertRefused(request.put("strictParams", true), dropped);
    }

    private static void assertNamed(ObjectNode request, Set<String> dropped) throws Exception {
        var response = caramba.post("/v1/chat/completions", Json.write(request));

        assertEquals(200, response.statusCode(), response::body);
        var header = response.headers().firstValue("x-caramba-dropped-params");
        assertEquals(!dropped.isEmpty(), header.isPresent());
        assertEquals(dropped, header.map(value -> Set.of(value.split(", "))).orElse(Set.of()));
    }

    private static void assertRefused(ObjectNode request, Set<String> dropped) throws Exception {
        int asked = upstream.requests().size();

        var response = caramba.post("/v1/chat/completions", Json.write(request));

        assertEquals(dropped.isEmpty() ? 200 : 400, response.statusCode(), response::body);
        assertEquals(asked + (dropped.isEmpty() ? 1 : 0), upstream.requests().size());
        var param = Json.object(response.body()).orElseThrow().at("/error/param");
        assertTrue(dropped.isEmpty() || dropped.contains(param.asText()), response::body);
    }

    private static Script play(Received request) {
        var provider = request.path().split("/")[1];
        if (!provider.equals("huggingface")) {
            return Fixture.named(provider + "/text_unary").script();
        }
        return Fixture.named(
                        request.path().contains("chat")
                                ? "huggingface/chat_text_unary"
                                : "huggingface/textgen_text_unary")
                .script();
    }
}
