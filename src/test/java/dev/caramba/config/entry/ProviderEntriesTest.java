package dev.caramba.config.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.app.NamedProvider;
import dev.caramba.balance.Strategies;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.Grant;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.provider.HttpTimeouts;
import dev.caramba.route.ModelResolver;
import dev.caramba.route.Offer;
import dev.caramba.settings.TestConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Longer than other files: one list of what variables and keys mean for an entry. */
class ProviderEntriesTest {

    @Test
    void nothing_is_enabled_by_default() {
        assertEquals(List.of(), TestConfig.with().offers());
    }

    @Test
    void tells_whether_anything_can_be_asked() {
        assertFalse(TestConfig.with().entries().anyEnabled());
        assertFalse(TestConfig.with("OPENAI_API_KEY=sk-1", "CARAMBA_PROVIDERS_OPENAI_ENABLED=false")
                .entries()
                .anyEnabled());
        assertTrue(TestConfig.with("OPENAI_API_KEY=sk-1").entries().anyEnabled());
        assertTrue(TestConfig.with().entries(new NamedProvider("mine")).anyEnabled());
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_API_KEY, openai, https://api.openai.com/v1, gpt-4o-mini",
        "ANTHROPIC_API_KEY, anthropic, https://api.anthropic.com, claude-sonnet-5-5",
        "GOOGLE_API_KEY, google, https://generativelanguage.googleapis.com, gemini-3.5-flash-lite",
        "GEMINI_API_KEY, google, https://generativelanguage.googleapis.com, gemini-3.5-flash-lite",
        "COHERE_API_KEY, cohere, https://api.cohere.com, command-r-08-2024",
        "HF_API_KEY, huggingface, https://router.huggingface.co, openai-community/gpt2",
        "HF_TOKEN, huggingface, https://router.huggingface.co, openai-community/gpt2",
        "NVIDIA_API_KEY, nvidia, https://integrate.api.nvidia.com/v1, nvidia/nemotron-3-super-120b-a12b",
        "CARAMBA_PROVIDERS_OPENAI_API_KEY, openai, https://api.openai.com/v1, gpt-4o-mini"
    })
    void a_key_enables_its_provider(String variable, String name, String baseUrl, String model) {
        var enabled = TestConfig.with(variable + "=sk-1").enabled();

        assertEquals(Set.of(name), enabled.keySet());
        var entry = enabled.get(name);
        assertEquals(name, entry.type());
        assertEquals(baseUrl, entry.endpoint().baseUrl());
        assertEquals(Optional.of("sk-1"), entry.endpoint().apiKey());
        assertEquals(List.of(model), entry.terms().models());
        var ofHuggingFace = Map.of("text-generation-models", "gpt2,openai-community/gpt2");
        assertEquals(
                name.equals("huggingface") ? ofHuggingFace : Map.of(),
                entry.endpoint().options());
        assertEquals(HttpTimeouts.DEFAULT, entry.timeouts());
    }

    @Test
    void an_empty_key_is_none_and_the_first_variable_wins() {
        assertTrue(TestConfig.with("OPENAI_API_KEY=", "HF_TOKEN= ").enabled().isEmpty());
        var google =
                TestConfig.with("GOOGLE_API_KEY=", "GEMINI_API_KEY=g").enabled().get("google");
        assertEquals(Optional.of("g"), google.endpoint().apiKey());
        var own = TestConfig.with("OPENAI_API_KEY=a", "CARAMBA_PROVIDERS_OPENAI_API_KEY=b")
                .enabled()
                .get("openai");
        assertEquals(Optional.of("b"), own.endpoint().apiKey());
    }

    @Test
    void a_host_enables_its_local_provider() {
        var enabled = TestConfig.with("OLLAMA_HOST=box:1", "LMSTUDIO_HOST=http://box:2")
                .enabled();

        assertEquals(Set.of("ollama", "lmstudio"), enabled.keySet());
        assertEquals("http://box:1", enabled.get("ollama").endpoint().baseUrl());
        assertEquals("http://box:2/v1", enabled.get("lmstudio").endpoint().baseUrl());
        assertEquals(List.of("llama3.2:3b"), enabled.get("ollama").terms().models());
        assertEquals(
                List.of("Llama-3.1-8B-Lexi"), enabled.get("lmstudio").terms().models());
    }

    @Test
    void a_local_provider_can_be_enabled_at_its_default_address() {
        var enabled = TestConfig.with(
                        "CARAMBA_PROVIDERS_OLLAMA_ENABLED=true", "CARAMBA_PROVIDERS_LMSTUDIO_ENABLED=true")
                .enabled();

        assertEquals("http://localhost:11434", enabled.get("ollama").endpoint().baseUrl());
        assertEquals(
                "http://localhost:1234/v1", enabled.get("lmstudio").endpoint().baseUrl());
    }

    @Test
    void enabled_says_so_whatever_else_is_set() {
        assertTrue(TestConfig.with("OPENAI_API_KEY=k", "CARAMBA_PROVIDERS_OPENAI_ENABLED=false")
                .enabled()
                .isEmpty());
        assertTrue(TestConfig.with("CARAMBA_PROVIDERS_X_WEIGHT=none", "CARAMBA_PROVIDERS_X_ENABLED=false")
                .enabled()
                .isEmpty());
        assertEquals(
                Set.of("openai"),
                TestConfig.with("CARAMBA_PROVIDERS_OPENAI_ENABLED=true")
                        .enabled()
                        .keySet());
    }

    @Test
    void an_address_of_the_operators_enables_a_built_in_entry_without_a_key() {
        var entry = TestConfig.with("CARAMBA_PROVIDERS_OPENAI_BASE_URL=http://sim:1/v1/")
                .enabled()
                .get("openai");

        assertEquals("http://sim:1/v1", entry.endpoint().baseUrl());
        assertEquals(Optional.empty(), entry.endpoint().apiKey());
    }

    @Test
    void other_keys_alone_enable_nothing_built_in() {
        assertTrue(TestConfig.with("CARAMBA_PROVIDERS_OPENAI_MODEL=x").enabled().isEmpty());
    }

    @Test
    void custom_entries_come_from_variables() {
        var entry = TestConfig.with(
                        "CARAMBA_PROVIDERS_OPENAIX3_BASE_URL=http://x:1/v1",
                        "CARAMBA_PROVIDERS_OPENAIX3_API_KEY=k",
                        "CARAMBA_PROVIDERS_OPENAIX3_MODEL=m",
                        "CARAMBA_PROVIDERS_OPENAIX3_MODELS=n, m,o,",
                        "CARAMBA_PROVIDERS_OPENAIX3_WEIGHT=3",
                        "CARAMBA_PROVIDERS_OPENAIX3_PRIORITY=1",
                        "CARAMBA_PROVIDERS_OPENAIX3_MAX_IN_FLIGHT=4",
                        "CARAMBA_PROVIDERS_OPENAIX3_CONTEXT_WINDOW=128000",
                        "CARAMBA_PROVIDERS_OPENAIX3_CONNECT_TIMEOUT=1s",
                        "CARAMBA_PROVIDERS_OPENAIX3_FIRST_TOKEN_TIMEOUT=2s",
                        "CARAMBA_PROVIDERS_OPENAIX3_IDLE_TIMEOUT=3s",
                        "CARAMBA_PROVIDERS_OPENAIX3_LONE_IDLE_TIMEOUT=5s",
                        "CARAMBA_PROVIDERS_OPENAIX3_ANSWER_TIMEOUT=4s",
                        "CARAMBA_PROVIDERS_OPENAIX3_MAX_TOKENS_FIELD=max_completion_tokens",
                        "CARAMBA_PROVIDERS_OPENAIX3_AUTH_HEADER=api-key",
                        "CARAMBA_PROVIDERS_OPENAIX3_STREAM_OPTIONS=FALSE",
                        "CARAMBA_PROVIDERS_OPENAIX3_ONE_SYSTEM_MESSAGE=true",
                        "CARAMBA_PROVIDERS_OPENAIX3_PATH=/chat",
                        "CARAMBA_PROVIDERS_OPENAIX3_COMPLETIONS_PATH=/complete",
                        "CARAMBA_PROVIDERS_OPENAIX3_RESPONSES_PATH=/respond",
                        "CARAMBA_PROVIDERS_OPENAIX3_EMBEDDING_MODEL=e",
                        "CARAMBA_PROVIDERS_OPENAIX3_EMBEDDING_BATCH_SIZE=16",
                        "CARAMBA_PROVIDERS_OPENAIX3_EMBEDDING_PATH=/embed")
                .enabled()
                .get("openaix3");

        assertEquals("openai-compatible", entry.type());
        assertEquals(
                new CandidateSettings(
                        List.of("m", "n", "o", "e"),
                        Map.of(),
                        Optional.of("e"),
                        3,
                        1,
                        4,
                        OptionalLong.of(128000),
                        Duration.ofSeconds(2)),
                entry.terms());
        assertEquals(
                new HttpTimeouts(
                        Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(4)),
                entry.timeouts());
        assertEquals(
                Map.of(
                        "max-tokens-field", "max_completion_tokens",
                        "auth-header", "api-key",
                        "stream-options", "false",
                        "one-system-message", "true",
                        "path", "/chat",
                        "completions-path", "/complete",
                        "responses-path", "/respond",
                        "embedding-batch-size", "16",
                        "embedding-path", "/embed"),
                entry.endpoint().options());
    }

    @Test
    void a_custom_entry_has_the_address_and_the_model_of_its_type() {
        var enabled = TestConfig.with(
                        "CARAMBA_PROVIDERS_TWO_TYPE=openai",
                        "CARAMBA_PROVIDERS_TWO_API_KEY=k",
                        "CARAMBA_PROVIDERS_OFF_TYPE=openai",
                        "CARAMBA_PROVIDERS_BOX_TYPE=ollama")
                .enabled();

        assertEquals(Set.of("two", "box"), enabled.keySet());
        assertEquals("https://api.openai.com/v1", enabled.get("two").endpoint().baseUrl());
        assertEquals(List.of("gpt-4o-mini"), enabled.get("two").terms().models());
        assertEquals("http://localhost:11434", enabled.get("box").endpoint().baseUrl());
    }

    @Test
    void the_first_listed_model_is_the_default_where_there_is_no_other() {
        var entry = TestConfig.with("CARAMBA_PROVIDERS_X_BASE_URL=http://x", "CARAMBA_PROVIDERS_X_MODELS=a,b")
                .enabled()
                .get("x");

        assertEquals(List.of("a", "b"), entry.terms().models());
    }

    @Test
    void hundreds_of_entries_keep_a_natural_order_after_the_built_in_ones() {
        var variables =
                new ArrayList<>(List.of("OLLAMA_HOST=box", "OPENAI_API_KEY=k", "CARAMBA_PROVIDERS_A_TYPE=ollama"));
        var expected = new ArrayList<>(List.of("openai", "ollama", "a"));
        for (int i = 1; i <= 300; i++) {
            variables.add("CARAMBA_PROVIDERS_OPENAIX" + i + "_BASE_URL=http://x:" + i);
            variables.add("CARAMBA_PROVIDERS_OPENAIX" + i + "_MODEL=m" + i);
            expected.add("openaix" + i);
        }

        var offers = TestConfig.with(variables.toArray(String[]::new)).offers();

        assertEquals(expected, offers.stream().map(Offer::name).toList());
        assertEquals(List.of("m300"), offers.get(offers.size() - 1).models());
    }

    @Test
    void aliases_belong_to_the_built_in_entry_and_can_be_added() {
        var enabled = TestConfig.with(
                        "ANTHROPIC_API_KEY=k",
                        "CARAMBA_PROVIDERS_TWO_TYPE=anthropic",
                        "CARAMBA_PROVIDERS_TWO_API_KEY=k",
                        "CARAMBA_MODEL_ALIASES=anthropic/small=claude-x, two/big=claude-y,"
                                + "anthropic/claude-3-5-sonnet=claude-z")
                .enabled();

        assertEquals(
                Map.of("claude-3-5-sonnet", "claude-z", "small", "claude-x"),
                enabled.get("anthropic").terms().aliases());
        assertEquals(Map.of("big", "claude-y"), enabled.get("two").terms().aliases());
    }

    @Test
    void a_provider_that_is_a_bean_takes_part_by_its_name() {
        var offers = TestConfig.with("OPENAI_API_KEY=k", "CARAMBA_PROVIDERS_MINE_WEIGHT=7")
                .offers(new NamedProvider("mine"), new NamedProvider("b"));
        var off = TestConfig.with("CARAMBA_PROVIDERS_MINE_ENABLED=false").offers(new NamedProvider("mine"));

        assertEquals(
                List.of("openai", "b", "mine"), offers.stream().map(Offer::name).toList());
        assertEquals(List.of("default"), offers.get(1).models());
        assertEquals(7, offers.get(2).weight());
        assertEquals(List.of(), off);
    }

    @Test
    void a_type_without_a_dialect_is_told_with_the_ones_there_are() {
        var entry = TestConfig.with(
                        "CARAMBA_PROVIDERS_X_TYPE=fax",
                        "CARAMBA_PROVIDERS_X_BASE_URL=http://x",
                        "CARAMBA_PROVIDERS_X_MODEL=m")
                .enabled()
                .get("x");

        var e = assertThrows(ConfigurationException.class, () -> entry.dialect(new Dialects(List.of())));

        assertTrue(
                e.getMessage().startsWith("caramba.providers.x.type: fax (expected: one of openai, "), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CARAMBA_PROVIDERS_X_BASE_URL=http://x | caramba.providers.x.model: not set"
                        + " (expected: the model that is asked by default)",
                "CARAMBA_PROVIDERS_X_MODEL=m | caramba.providers.x.base-url: not set"
                        + " (expected: the provider's address, or a type that has one)",
                "caramba.providers.my-vllm.base-url=http://x | caramba.providers: my-vllm"
                        + " (expected: a name of letters and digits only, such as openai2)",
                "CARAMBA_PROVIDERS_AUTO_BASE_URL=http://x | caramba.providers: auto"
                        + " (expected: another name: auto stands for all providers)",
                "CARAMBA_PROVIDERS_X_BASE_URL=localhost:1 | caramba.providers.x.base-url: localhost:1 (expected:"
                        + " an http or https address such as https://api.openai.com/v1, without credentials or a query)",
                "CARAMBA_PROVIDERS_X_BASE_URL=http://u:pw@x | caramba.providers.x.base-url: (hidden) (expected:"
                        + " an http or https address such as https://api.openai.com/v1, without credentials or a query)",
                "OLLAMA_HOST=no host | OLLAMA_HOST: no host (expected:"
                        + " an http or https address such as https://api.openai.com/v1, without credentials or a query)",
                "CARAMBA_PROVIDERS_OPENAI_ENABLED=on | caramba.providers.openai.enabled: on (expected: true or false)",
                "OPENAI_API_KEY=sk-se\u0007cret | OPENAI_API_KEY: (hidden)"
                        + " (expected: a key of printable ASCII characters, in one line)",
                "CARAMBA_PROVIDERS_OPENAI_API_KEY=clé | caramba.providers.openai.api-key: (hidden)"
                        + " (expected: a key of printable ASCII characters, in one line)",
                "CARAMBA_MODEL_ALIASES=a=b | caramba.model-aliases: a=b"
                        + " (expected: comma-separated provider/alias=model, such as openai/small=gpt-4o-mini)",
                "CARAMBA_MODEL_ALIASES=nobody/a=b | caramba.model-aliases: nobody/a=b"
                        + " (expected: comma-separated provider/alias=model, such as openai/small=gpt-4o-mini)"
            })
    void tells_what_is_wrong_in_one_line(String entry, String line) {
        var configured = TestConfig.with(entry);

        var e = assertThrows(ConfigurationException.class, configured::enabled);

        assertEquals(line, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AUTH_HEADER=api key | caramba.providers.openai.auth-header: api key"
                        + " (expected: the name of a header, such as api-key)",
                "PATH=chat | caramba.providers.openai.path: chat"
                        + " (expected: a path with its leading slash, such as /chat/completions)",
                "PATH=/chat completions | caramba.providers.openai.path: /chat completions"
                        + " (expected: a path with its leading slash, such as /chat/completions)"
            })
    void what_cannot_be_sent_is_told_at_the_start(String entry, String line) {
        var configured = TestConfig.with("OPENAI_API_KEY=sk-1", "CARAMBA_PROVIDERS_OPENAI_" + entry);

        var e = assertThrows(ConfigurationException.class, configured::enabled);

        assertEquals(line, e.getMessage());
    }

    @Test
    void who_has_configured_nothing_is_told_every_variable() {
        var resolver = new ModelResolver(
                TestConfig.with().catalog(),
                new Strategies(List.of()).named("round-robin").orElseThrow());

        var failure = assertThrows(
                        ProviderException.class, () -> resolver.resolve(GenerationParams.of(List.of()), Grant.ALL))
                .failure();

        for (var builtIn : BuiltInProvider.values()) {
            var variable = builtIn.keyVariables().stream().findFirst().orElseGet(builtIn::hostVariable);
            assertTrue(failure.message().contains(variable), variable);
        }
    }

    @Test
    void a_key_is_in_no_text() {
        var entry = TestConfig.with("OPENAI_API_KEY=sk-secret").enabled().get("openai");

        assertFalse(entry.toString().contains("sk-secret"));
    }
}
