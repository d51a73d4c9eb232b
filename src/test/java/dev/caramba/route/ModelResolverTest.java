package dev.caramba.route;

import static dev.caramba.route.Offering.asking;
import static dev.caramba.route.Offering.fallbacks;
import static dev.caramba.route.Offering.offer;
import static dev.caramba.route.Offering.peers;
import static dev.caramba.route.Offering.route;
import static dev.caramba.route.Offering.strategy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.balance.Candidates;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Grant;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.GenerationParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelResolverTest {

    private final Offers offers = new Offers(List.of(
            offer("openai", "gpt-4o-mini", "gpt-5"),
            offer("anthropic", Map.of("claude-3-5-sonnet", "claude-sonnet-4-6"), "claude-sonnet-4-6"),
            offer("nvidia", Map.of("nvidia/old", "nvidia/new"), "nvidia/new"),
            offer("proxy", "gpt-4o-mini", "vendor/model")));
    private final ModelResolver resolver = new ModelResolver(
            new Catalog(
                    offers,
                    List.of(
                            route(offers, "fast", List.of("proxy", "openai/gpt-5", "proxy"), List.of("anthropic")),
                            route(offers, "last", List.of(), List.of("anthropic", "openai")),
                            route(offers, "none", List.of(), List.of()))),
            strategy("round-robin"));

    @Test
    void nothing_and_auto_mean_every_provider_with_its_default_model() {
        var nothing = resolve(GenerationParams.of(List.of()));
        var auto = resolve(asking("auto"));

        assertEquals(
                List.of("openai/gpt-4o-mini", "anthropic/claude-sonnet-4-6", "nvidia/nvidia/new", "proxy/gpt-4o-mini"),
                peers(auto));
        assertEquals("auto", auto.pool());
        assertEquals("round-robin", auto.strategy().name());
        assertEquals(List.of(), auto.fallbacks());
        assertEquals(auto, nothing);
    }

    @Test
    void a_route_means_its_targets_in_its_order_and_with_its_strategy() {
        var fast = resolve(asking("fast"));

        assertEquals(List.of("proxy/gpt-4o-mini", "openai/gpt-5"), peers(fast));
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), fallbacks(fast));
        assertEquals("route:fast", fast.pool());
        assertEquals("weighted", fast.strategy().name());
    }

    @Test
    void a_provider_means_its_default_model() {
        var openai = resolve(asking("openai"));

        assertEquals(List.of("openai/gpt-4o-mini"), peers(openai));
        assertEquals("openai/gpt-4o-mini", openai.pool());
    }

    @Test
    void a_target_means_itself_alone_and_any_model_is_passed_on_as_it_is() {
        assertEquals(List.of("openai/gpt-5"), peers(resolve(asking("openai/gpt-5"))));
        assertEquals(List.of("openai/a/b:c/d"), peers(resolve(asking("openai/a/b:c/d"))));
        assertEquals(List.of("proxy/vendor/model"), peers(resolve(asking("proxy/vendor/model"))));
        assertEquals("openai/a/b:c/d", resolve(asking("openai/a/b:c/d")).pool());
    }

    @Test
    void a_bare_model_name_means_every_provider_that_lists_it() {
        var both = resolve(asking("gpt-4o-mini"));

        assertEquals(List.of("openai/gpt-4o-mini", "proxy/gpt-4o-mini"), peers(both));
        assertEquals("openai/gpt-4o-mini,proxy/gpt-4o-mini", both.pool());
        assertEquals(List.of("openai/gpt-5"), peers(resolve(asking("gpt-5"))));
        assertEquals(List.of("proxy/vendor/model"), peers(resolve(asking("vendor/model"))));
    }

    @Test
    void an_alias_means_its_model_bare_and_with_its_provider() {
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), peers(resolve(asking("claude-3-5-sonnet"))));
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), peers(resolve(asking("anthropic/claude-3-5-sonnet"))));
        assertEquals(List.of("openai/claude-3-5-sonnet"), peers(resolve(asking("openai/claude-3-5-sonnet"))));
    }

    @Test
    void a_model_name_that_begins_with_its_provider_is_meant_as_it_is_listed() {
        assertEquals(List.of("nvidia/nvidia/new"), peers(resolve(asking("nvidia/new"))));
        assertEquals(List.of("nvidia/nvidia/new"), peers(resolve(asking("nvidia/nvidia/new"))));
        assertEquals(List.of("nvidia/nvidia/new"), peers(resolve(asking("nvidia/old"))));
    }

    @Test
    void a_listed_model_is_never_taken_for_an_alias() {
        var listed = new Offers(List.of(offer("x", Map.of("a", "b"), "a")));
        var own = new ModelResolver(new Catalog(listed, List.of()), strategy("priority"));

        assertEquals(List.of("x/a"), peers(own.resolve(asking("a"), Grant.ALL)));
    }

    @Test
    void the_requests_fallbacks_follow_the_routes_own_each_target_once() {
        var candidates =
                resolve(asking("fast", "anthropic", "openai", "proxy/gpt-4o-mini", "openai/gpt-4o-mini", "nvidia/x"));

        assertEquals(List.of("anthropic/claude-sonnet-4-6", "openai/gpt-4o-mini", "nvidia/x"), fallbacks(candidates));
        assertEquals(List.of("proxy/gpt-4o-mini", "openai/gpt-5"), peers(candidates));
    }

    @Test
    void an_unknown_fallback_is_the_callers_mistake() {
        var failure = assertThrows(ProviderException.class, () -> resolve(asking("openai", "gpt-5")))
                .failure();

        assertEquals(FailureKind.INVALID_REQUEST, failure.kind());
        assertEquals(Optional.of("fallbacks"), failure.param());
        assertTrue(
                failure.message()
                        .startsWith(
                                "the fallback 'gpt-5' is no provider or provider/model; there are: openai, anthropic"),
                failure.message());
    }

    @Test
    void an_unknown_model_is_not_found_and_the_names_there_are_are_told() {
        for (var name : List.of("nope", "nobody/gpt-5", "openai/", "", "Openai", "/x")) {
            var failure = assertThrows(ProviderException.class, () -> resolve(asking(name)))
                    .failure();

            assertEquals(FailureKind.NOT_FOUND, failure.kind());
            assertEquals(Optional.of("model"), failure.param());
            assertTrue(
                    failure.message()
                            .startsWith("the model '" + name + "' does not exist; there are: auto, fast, last,"
                                    + " openai, anthropic, nvidia, proxy, openai/gpt-4o-mini, "),
                    failure.message());
        }
    }

    @Test
    void the_names_that_are_told_are_bounded() {
        var many = new ArrayList<Offer>();
        for (int i = 0; i < 300; i++) {
            many.add(offer("p" + i, "m"));
        }
        var large = new ModelResolver(new Catalog(new Offers(many), List.of()), strategy("round-robin"));

        var failure = assertThrows(ProviderException.class, () -> large.resolve(asking("x".repeat(5000)), Grant.ALL))
                .failure();

        assertTrue(failure.message().endsWith("p19 and 580 more"), failure.message());
        assertTrue(failure.message().length() < 400, failure.message());
    }

    @Test
    void a_route_without_an_enabled_target_is_answered_by_its_fallbacks() {
        var last = resolve(asking("last"));

        assertEquals(List.of("anthropic/claude-sonnet-4-6"), peers(last));
        assertEquals(List.of("openai/gpt-4o-mini"), fallbacks(last));
        var failure = assertThrows(ProviderException.class, () -> resolve(asking("none")))
                .failure();
        assertEquals(FailureKind.NO_CANDIDATE, failure.kind());
        assertEquals(List.of("openai/gpt-5"), peers(resolve(asking("none", "openai/gpt-5"))));
    }

    @Test
    void without_a_provider_the_variables_to_set_are_told() {
        var empty = new ModelResolver(new Catalog(new Offers(List.of()), List.of()), strategy("round-robin"));

        for (var model : List.of("auto", "openai", "gpt-5")) {
            var failure = assertThrows(ProviderException.class, () -> empty.resolve(asking(model), Grant.ALL))
                    .failure();

            assertEquals(FailureKind.NO_CANDIDATE, failure.kind());
            for (var variable : List.of("OPENAI_API_KEY", "OLLAMA_HOST", "_BASE_URL", "CARAMBA_DEMO=true")) {
                assertTrue(failure.message().contains(variable), failure.message());
            }
        }
    }

    private Candidates resolve(GenerationParams params) {
        return resolver.resolve(params, Grant.ALL);
    }
}
