package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.registry.Dialects;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.testing.Slow;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** No word of a caller chooses who is asked, or becomes a header. */
@Slow
final class HostChoiceTest {

    private static final String KEY = "sk-1";
    private static final Endpoint ENDPOINT = new Endpoint("https://api.example:8443/base", Optional.of(KEY), Map.of());
    private static final Dialects DIALECTS = new Dialects(List.of());

    private static final List<String> CRAFTED = List.of(
            "../../x",
            "//evil.example/x",
            "https://evil.example/x",
            "@evil.example",
            "x@evil.example:80/",
            "\\\\evil.example",
            "..%2f..%2fx",
            "%2e%2e/x",
            "..;/x",
            "models/../../../x",
            "tunedModels/../../x",
            "x?key=1",
            "x#fragment",
            "x\r\nHost: evil.example",
            "x HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            "\u0000",
            "x\u2028y",
            "\ud800",
            "..",
            ".");

    /** Texts in which what matters to an address is frequent. */
    static final class Words implements ArbitrarySupplier<String> {

        @Override
        public Arbitrary<String> get() {
            return Arbitraries.oneOf(
                    Arbitraries.strings().ofMaxLength(40),
                    Arbitraries.strings()
                            .withChars("/\\.@:?#%&=;, \r\n\t\u0000abc0aF[]")
                            .ofMaxLength(20),
                    Arbitraries.of(CRAFTED));
        }
    }

    @Property(tries = 1000, seed = "14")
    void any_model_is_asked_for_at_the_configured_place(@ForAll(supplier = Words.class) String model) {
        DIALECTS.names().forEach(dialect -> assertAsked(dialect, model));
    }

    @Example
    void so_are_crafted_ones() {
        CRAFTED.forEach(model -> DIALECTS.names().forEach(dialect -> assertAsked(dialect, model)));
    }

    private static void assertAsked(String dialect, String model) {
        var history = List.of(
                TestParams.user(model),
                new Message.Assistant(Optional.empty(), List.of(new FunctionCall(model, model, "{}"))),
                new Message.ToolResult(model, Optional.of(model), new Content.Plain(model)));
        for (var params : List.of(
                GenerationParams.of(history).withModel(model),
                GenerationParams.of(history).withModel(model).withStream(true))) {
            var encoded = DIALECTS.named(dialect).orElseThrow().encode(params, ENDPOINT);
            var uri = URI.create(ENDPOINT.baseUrl() + encoded.path());
            assertEquals("https", uri.getScheme());
            assertEquals("api.example", uri.getHost());
            assertEquals(8443, uri.getPort());
            assertEquals(Optional.empty(), Optional.ofNullable(uri.getRawUserInfo()));
            assertEquals(uri.normalize(), uri, "climbs");
            assertTrue(uri.getRawPath().startsWith("/base/"), uri::toString);
            assertFalse(uri.toString().chars().anyMatch(c -> c <= 0x20 || c >= 0x7f), uri::toString);
            encoded.headers().forEach((name, value) -> {
                assertTrue(name.matches("[A-Za-z-]+"), name);
                assertTrue(HEADERS.contains(value), () -> name + ": " + value);
            });
        }
    }

    private static final List<String> HEADERS = List.of(
            KEY, "Bearer " + KEY, "application/json", "text/event-stream", "application/x-ndjson", "2023-06-01");
}
