package dev.caramba.route;

import static dev.caramba.route.Offering.asking;
import static dev.caramba.route.Offering.fallbacks;
import static dev.caramba.route.Offering.offer;
import static dev.caramba.route.Offering.peers;
import static dev.caramba.route.Offering.route;
import static dev.caramba.route.Offering.strategy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.balance.Candidates;
import dev.caramba.generation.Budget;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Grant;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.Quota;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers reach who may not ask everybody, by whatever name they try. */
class GrantFilterTest {

    private final Offers offers = new Offers(List.of(
            offer("openai", "gpt-4o-mini", "gpt-5"),
            offer("anthropic", Map.of("claude-3-5-sonnet", "claude-sonnet-4-6"), "claude-sonnet-4-6"),
            offer("proxy", "gpt-4o-mini", "vendor/model")));
    private final Catalog catalog = new Catalog(
            offers,
            List.of(
                    route(offers, "fast", List.of("proxy", "openai/gpt-5"), List.of("anthropic")),
                    route(offers, "smart", List.of("anthropic"), List.of("openai")),
                    route(offers, "last", List.of("openai"), List.of("anthropic")),
                    route(offers, "none", List.of(), List.of())));
    private final ModelResolver resolver = new ModelResolver(catalog, strategy("round-robin"));

    private static final Grant FAST = grant(Set.of("fast"), Set.of(), Set.of());
    private static final Grant ANTHROPIC = grant(Set.of(), Set.of("anthropic"), Set.of());
    private static final Grant MINI = grant(Set.of(), Set.of(), Set.of("gpt-4o-mini"));
    private static final Grant FAST_AND_ANTHROPIC = grant(Set.of("fast"), Set.of("anthropic"), Set.of());

    @Test
    void a_route_that_is_allowed_leads_to_all_of_its_targets() {
        var fast = resolve(FAST, "fast");

        assertEquals(List.of("proxy/gpt-4o-mini", "openai/gpt-5"), peers(fast));
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), fallbacks(fast));
        assertEquals(resolve(Grant.ALL, "fast"), fast);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto",
                "smart",
                "none",
                "proxy",
                "openai",
                "openai/gpt-5",
                "proxy/gpt-4o-mini",
                "proxy/route:fast",
                "gpt-5",
                "gpt-4o-mini",
                "vendor/model",
                "claude-3-5-sonnet",
                "FAST",
                "fast/",
                "route:fast",
                "nobody"
            })
    void a_key_for_one_route_reaches_nothing_by_any_other_name(String name) {
        var failure = refusal(FAST, name);

        assertEquals(FailureKind.NOT_FOUND, failure.kind());
        assertEquals(Optional.of("model"), failure.param());
        assertTrue(
                failure.message().endsWith("' does not exist, or is not for this access key or token; there are: fast"),
                failure.message());
    }

    @Test
    void no_model_at_all_is_every_provider_and_not_for_a_key_for_one_route() {
        var nothing = GenerationParams.of(List.of());

        assertThrows(ProviderException.class, () -> resolver.resolve(nothing, FAST));
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), peers(resolver.resolve(nothing, ANTHROPIC)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "openai/gpt-5", "proxy/gpt-4o-mini", "anthropic", "fast", "nobody"})
    void the_requests_own_fallbacks_are_asked_for_by_name_too(String fallback) {
        var failure = refusal(FAST, "fast", fallback);

        assertEquals(FailureKind.INVALID_REQUEST, failure.kind());
        assertEquals(Optional.of("fallbacks"), failure.param());
        assertFalse(failure.message().contains("openai, "), failure.message());
    }

    @Test
    void a_key_for_a_provider_reaches_what_routes_have_of_it() {
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), peers(resolve(ANTHROPIC, "fast")));
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), peers(resolve(ANTHROPIC, "smart")));
        assertEquals(List.of(), fallbacks(resolve(ANTHROPIC, "smart")));
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), peers(resolve(ANTHROPIC, "last")));
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), peers(resolve(ANTHROPIC, "auto")));
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), peers(resolve(ANTHROPIC, "claude-3-5-sonnet")));
        assertEquals(List.of("anthropic/x/y"), peers(resolve(ANTHROPIC, "anthropic/x/y")));
        assertEquals(List.of("anthropic/x"), fallbacks(resolve(ANTHROPIC, "anthropic", "anthropic/x")));
        for (var name : List.of("openai", "openai/claude-sonnet-4-6", "gpt-5", "vendor/model", "proxy/anthropic")) {
            assertEquals(FailureKind.NOT_FOUND, refusal(ANTHROPIC, name).kind());
        }
        assertEquals(
                FailureKind.INVALID_REQUEST,
                refusal(ANTHROPIC, "anthropic", "openai").kind());
    }

    @Test
    void a_key_for_a_model_reaches_it_wherever_it_is_and_by_its_aliases() {
        var sonnet = grant(Set.of(), Set.of(), Set.of("claude-sonnet-4-6"));

        assertEquals(List.of("openai/gpt-4o-mini", "proxy/gpt-4o-mini"), peers(resolve(MINI, "gpt-4o-mini")));
        assertEquals(List.of("openai/gpt-4o-mini", "proxy/gpt-4o-mini"), peers(resolve(MINI, "auto")));
        assertEquals(List.of("proxy/gpt-4o-mini"), peers(resolve(MINI, "fast")));
        assertEquals(List.of("openai/gpt-4o-mini"), peers(resolve(MINI, "smart")));
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), peers(resolve(sonnet, "anthropic/claude-3-5-sonnet")));
        for (var name : List.of("openai/gpt-5", "openai/GPT-4o-mini", "openai/gpt-4o-mini/x", "anthropic")) {
            assertEquals(FailureKind.NOT_FOUND, refusal(MINI, name).kind());
        }
    }

    @Test
    void providers_and_models_bound_each_other() {
        var grant = grant(Set.of(), Set.of("proxy"), Set.of("gpt-4o-mini"));

        assertEquals(List.of("proxy/gpt-4o-mini"), peers(resolve(grant, "gpt-4o-mini")));
        assertEquals(FailureKind.NOT_FOUND, refusal(grant, "openai").kind());
        assertEquals(FailureKind.NOT_FOUND, refusal(grant, "proxy/vendor/model").kind());
    }

    @Test
    void a_named_route_is_whole_and_the_rest_is_bounded() {
        assertEquals(
                List.of("proxy/gpt-4o-mini", "openai/gpt-5"),
                peers(resolve(FAST_AND_ANTHROPIC, "fast", "anthropic/x")));
        assertEquals(List.of("anthropic/claude-sonnet-4-6"), peers(resolve(FAST_AND_ANTHROPIC, "auto")));
        assertEquals(FailureKind.NOT_FOUND, refusal(FAST_AND_ANTHROPIC, "smart").kind());
        assertEquals(
                FailureKind.NOT_FOUND,
                refusal(FAST_AND_ANTHROPIC, "openai/gpt-5").kind());
    }

    @Test
    void those_who_see_fewer_peers_count_turns_of_their_own() {
        assertNotEquals(resolve(Grant.ALL, "auto").pool(), resolve(MINI, "auto").pool());
        assertEquals(
                "auto?openai/gpt-4o-mini,proxy/gpt-4o-mini",
                resolve(MINI, "auto").pool());
        assertEquals(
                "openai/gpt-4o-mini,proxy/gpt-4o-mini",
                resolve(MINI, "gpt-4o-mini").pool());
    }

    @Test
    void a_caller_is_told_and_shown_only_what_it_may_ask() {
        assertEquals(List.of("fast", "smart", "last", "anthropic", "anthropic/claude-sonnet-4-6"), seen(ANTHROPIC));
        assertEquals(List.of("fast"), seen(FAST));
        assertEquals(
                List.of(new Target("anthropic", "claude-sonnet-4-6")),
                catalog.reach().allowed(ANTHROPIC));
        assertEquals(
                Set.of("openai/gpt-5", "anthropic/claude-sonnet-4-6", "proxy/gpt-4o-mini"),
                Set.copyOf(catalog.reach().allowed(FAST).stream()
                        .map(Target::toString)
                        .toList()));
        assertEquals(catalog.names(), seen(Grant.CALL));
    }

    private List<String> seen(Grant grant) {
        return catalog.names().stream()
                .filter(name -> catalog.reach().allows(grant, name))
                .toList();
    }

    private Candidates resolve(Grant grant, String model, String... fallbacks) {
        return resolver.resolve(asking(model, fallbacks), grant);
    }

    private Failure refusal(Grant grant, String model, String... fallbacks) {
        return assertThrows(ProviderException.class, () -> resolve(grant, model, fallbacks))
                .failure();
    }

    private static Grant grant(Set<String> routes, Set<String> providers, Set<String> models) {
        return new Grant(false, routes, providers, models, Quota.UNLIMITED, Budget.UNLIMITED);
    }
}
