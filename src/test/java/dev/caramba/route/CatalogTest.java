package dev.caramba.route;

import static dev.caramba.route.Offering.offer;
import static dev.caramba.route.Offering.route;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.prompt.Target;
import java.util.List;
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
