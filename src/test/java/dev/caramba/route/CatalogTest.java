package dev.caramba.route;

import static dev.caramba.route.Offering.offer;
import static dev.caramba.route.Offering.route;
import static dev.caramba.route.Offering.strategy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.balance.Candidate;
import dev.caramba.generation.Grant;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private final Offers offers = new Offers(List.of(offer("openai", "a", "b", "a"), offer("x", "v/m")));
    private final Catalog catalog = new Catalog(
            offers, List.of(route(offers, "fast", List.of("openai/c", "x"), List.of("openai/d", "openai"))));

    @Test
    void lists_routes_providers_and_targets_each_once() {
        assertEquals(
                List.of("fast", "openai", "x", "openai/a", "openai/b", "x/v/m", "openai/c", "openai/d"),
                catalog.names());
        assertEquals(
                List.of(
                        new Target("openai", "a"),
                        new Target("openai", "b"),
                        new Target("x", "v/m"),
                        new Target("openai", "c"),
                        new Target("openai", "d")),
                catalog.targets());
    }

    @Test
    void tells_who_stands_behind_a_name() {
        assertEquals("caramba", catalog.owners().get("fast"));
        assertEquals("openai", catalog.owners().get("openai"));
        assertEquals("x", catalog.owners().get("x/v/m"));
        assertFalse(catalog.owners().containsKey("nope"));
    }

    @Test
    void the_directory_has_every_name_that_a_request_may_have() {
        var aliased = new Offers(List.of(
                offer("openai", Map.of("small", "b"), "a", "b"), offer("x", "v/m", "a"), offer("y", "openai/b")));
        var all = new Catalog(aliased, List.of(route(aliased, "fast", List.of("openai/c"), List.of())));
        var resolver = new ModelResolver(all, strategy("weighted"));

        assertEquals(
                "auto=caramba fast=caramba openai=openai x=x y=y openai/a=openai openai/b=openai x/v/m=x x/a=x"
                        + " y/openai/b=y openai/c=openai a=caramba b=openai small=openai v/m=x openai/small=openai",
                all.directory().entrySet().stream().map(Object::toString).collect(Collectors.joining(" ")));
        for (var name : all.directory().keySet()) {
            var asked = resolver.resolve(GenerationParams.of(List.of()).withModel(name), Grant.CALL).peers().stream()
                    .map(Candidate::target)
                    .toList();
            assertEquals(asked, all.reach().askable(Grant.CALL, name).toList(), name);
        }
    }

    @Test
    void is_empty_without_providers() {
        assertTrue(new Catalog(new Offers(List.of()), List.of()).isEmpty());
        assertFalse(catalog.isEmpty());
    }

    @Test
    void two_providers_cannot_have_the_same_name() {
        var twice = List.of(offer("x", "a"), offer("x", "b"));

        assertThrows(IllegalArgumentException.class, () -> new Offers(twice));
    }
}
