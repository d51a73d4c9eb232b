package dev.caramba.dialect.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.openai.OpenAiDialect;
import dev.caramba.dialect.openai.OpenAiFlavour;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DialectsTest {

    @Test
    void a_custom_dialect_stands_beside_the_built_in_ones() {
        var custom = new OpenAiDialect(new OpenAiFlavour("in-house", "max_tokens", false, false, List.of()));

        var dialects = new Dialects(List.of(custom));

        assertSame(custom, dialects.named("in-house").orElseThrow());
        assertEquals("openai", dialects.named("openai").orElseThrow().name());
        assertEquals(Optional.empty(), dialects.named("unknown"));
        assertTrue(
                dialects.names().containsAll(List.of("openai", "nvidia", "lmstudio", "openai-compatible", "in-house")));
    }

    @Test
    void a_name_is_taken_once() {
        var twice = List.of(new OpenAiDialect(OpenAiFlavour.OPENAI));

        assertThrows(IllegalArgumentException.class, () -> new Dialects(twice));
    }
}
