package dev.caramba.config.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.app.NamedProvider;
import dev.caramba.balance.Strategies;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Grant;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.route.ModelResolver;
import dev.caramba.settings.TestConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteEntriesTest {

    @Test
    void routes_are_listed_with_their_targets() {
        var catalog = TestConfig.with(
                        "OPENAI_API_KEY=k",
                        "CARAMBA_ROUTES_FAST_TARGETS=openai, openai/gpt-5",
                        "CARAMBA_ROUTES_FAST_FALLBACKS=openai/gpt-3")
                .catalog();

        assertEquals(List.of("fast", "openai", "openai/gpt-4o-mini", "openai/gpt-5", "openai/gpt-3"), catalog.names());
    }

    @Test
    void a_target_whose_provider_is_not_enabled_is_left_out() {
        var catalog = TestConfig.with("OPENAI_API_KEY=k", "CARAMBA_ROUTES_FAST_TARGETS=anthropic,openai")
                .catalog();

        assertEquals(List.of("fast", "openai", "openai/gpt-4o-mini"), catalog.names());
    }

    @Test
    void what_is_left_out_of_a_route_is_told_with_what_to_set() {
        var catalog = TestConfig.with(
                        "COHERE_API_KEY=k",
                        "CARAMBA_PROVIDERS_NVIDIA_ENABLED=false",
                        "NVIDIA_API_KEY=k",
                        "CARAMBA_PROVIDERS_MINE_TYPE=anthropic",
                        "CARAMBA_ROUTES_WHOLE_TARGETS=cohere",
                        "CARAMBA_ROUTES_PART_TARGETS=openai,cohere,openai/gpt-5,google,ollama",
                        "CARAMBA_ROUTES_PART_FALLBACKS=openai/gpt-3,nvidia",
                        "CARAMBA_ROUTES_LAST_TARGETS=mine",
                        "CARAMBA_ROUTES_LAST_FALLBACKS=cohere",
                        "CARAMBA_ROUTES_NONE_TARGETS=openai,huggingface")
                .catalog();

        assertEquals(
                Map.of(
                        "part",
                        "openai left out, OPENAI_API_KEY is not set;"
                                + " google left out, GOOGLE_API_KEY or GEMINI_API_KEY is not set;"
                                + " ollama left out, OLLAMA_HOST is not set;"
                                + " nvidia left out of the fallbacks, CARAMBA_PROVIDERS_NVIDIA_ENABLED is false",
                        "last",
                        "mine left out, CARAMBA_PROVIDERS_MINE_API_KEY is not set",
                        "none",
                        "openai left out, OPENAI_API_KEY is not set;"
                                + " huggingface left out, HF_API_KEY or HF_TOKEN is not set;"
                                + " nobody is left to be asked"),
                catalog.notices());
    }

    @Test
    void a_route_that_nobody_answers_to_is_not_listed_and_asking_for_it_says_what_to_set() {
        for (var entries : List.of(
                new String[] {"CARAMBA_ROUTES_FAST_TARGETS=openai"},
                new String[] {"COHERE_API_KEY=k", "CARAMBA_ROUTES_FAST_TARGETS=openai"})) {
            var catalog = TestConfig.with(entries).catalog();
            var resolver = new ModelResolver(
                    catalog, new Strategies(List.of()).named("priority").orElseThrow());

            var failure = assertThrows(ProviderException.class, () -> hedgeAfter(resolver, "fast"))
                    .failure();

            assertFalse(catalog.names().contains("fast"));
            assertTrue(catalog.isRoute("fast"));
            assertEquals(FailureKind.NO_CANDIDATE, failure.kind());
            assertEquals(
                    "the route fast cannot be asked: openai left out, OPENAI_API_KEY is not set;"
                            + " nobody is left to be asked",
                    failure.message());
        }
    }

    @Test
    void a_bean_that_is_switched_off_is_left_out_too() {
        var configured =
                TestConfig.with("CARAMBA_PROVIDERS_MINE_ENABLED=false", "CARAMBA_ROUTES_FAST_TARGETS=mine,other");

        var entries = configured.entries(new NamedProvider("mine"), new NamedProvider("other"));

        assertEquals(Optional.of("CARAMBA_PROVIDERS_MINE_ENABLED is false"), entries.whyNot("mine"));
        assertEquals(Optional.empty(), entries.whyNot("other"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CARAMBA_ROUTES_FAST_TARGETS=openai,foo/bar | caramba.routes.fast.targets: foo/bar"
                        + " (expected: provider or provider/model, of openai, anthropic, google, cohere, huggingface,"
                        + " nvidia, ollama, lmstudio)",
                "CARAMBA_ROUTES_FAST_STRATEGY=weighted | caramba.routes.fast.targets: not set"
                        + " (expected: comma-separated provider or provider/model)",
                "CARAMBA_ROUTES_OPENAI_TARGETS=openai | caramba.routes: openai"
                        + " (expected: a name that no provider has, and not auto)",
                "CARAMBA_ROUTES_AUTO_TARGETS=openai | caramba.routes: auto"
                        + " (expected: a name that no provider has, and not auto)",
                "caramba.routes.my-route.targets=openai | caramba.routes: my-route"
                        + " (expected: a name of letters and digits only, such as openai2)"
            })
    void tells_what_is_wrong_in_one_line(String entry, String line) {
        var configured = TestConfig.with(entry);

        var e = assertThrows(ConfigurationException.class, configured::catalog);

        assertEquals(line, e.getMessage());
    }

    @Test
    void a_route_is_hedged_where_it_says_so() {
        var catalog = TestConfig.with(
                        "OPENAI_API_KEY=k",
                        "CARAMBA_ROUTES_FAST_TARGETS=openai,openai/gpt-5",
                        "CARAMBA_ROUTES_FAST_HEDGE_AFTER=800ms",
                        "CARAMBA_ROUTES_SLOW_TARGETS=openai,openai/gpt-5",
                        "CARAMBA_ROUTES_SLOW_HEDGE_AFTER=")
                .catalog();
        var resolver = new ModelResolver(
                catalog, new Strategies(List.of()).named("priority").orElseThrow());

        assertEquals(Optional.of(Duration.ofMillis(800)), hedgeAfter(resolver, "fast"));
        assertEquals(Optional.empty(), hedgeAfter(resolver, "slow"));
        assertEquals(Optional.empty(), hedgeAfter(resolver, "openai"));
    }

    private static Optional<Duration> hedgeAfter(ModelResolver resolver, String model) {
        return resolver.resolve(GenerationParams.of(List.of()).withModel(model), Grant.ALL)
                .hedgeAfter();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0s", "soon"})
    void a_wrong_time_to_hedge_is_told(String value) {
        var configured = TestConfig.with(
                "OPENAI_API_KEY=k", "CARAMBA_ROUTES_A_TARGETS=openai", "CARAMBA_ROUTES_A_HEDGE_AFTER=" + value);

        var e = assertThrows(ConfigurationException.class, configured::catalog);

        assertEquals(
                "caramba.routes.a.hedge-after: " + value
                        + " (expected: a duration such as 250ms, 3s, 2m or PT3S, above 0)",
                e.getMessage());
    }

    @Test
    void an_unknown_strategy_is_told_with_the_ones_there_are() {
        var configured = TestConfig.with("CARAMBA_ROUTES_A_TARGETS=openai", "CARAMBA_ROUTES_A_STRATEGY=best");

        var e = assertThrows(ConfigurationException.class, configured::catalog);

        assertEquals(
                "caramba.routes.a.strategy: best"
                        + " (expected: one of least-in-flight, lowest-latency, priority, round-robin, weighted)",
                e.getMessage());
    }
}
