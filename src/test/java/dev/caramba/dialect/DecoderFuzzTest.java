package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.ProviderException;
import dev.caramba.testing.Slow;
import dev.caramba.wire.WireException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a provider sends, a decoder tells of it in order or fails in the one way that is provided for. */
@Slow
final class DecoderFuzzTest {

    private static final Dialects DIALECTS = new Dialects(List.of());
    private static final Map<String, List<byte[]>> BODIES = DIALECTS.names().stream()
            .collect(Collectors.toMap(
                    name -> name, name -> WireCorpus.of(DIALECTS.named(name).orElseThrow())));
    private static final int MAX_FRAME = 64 << 10;

    @Property(tries = 3_600, seed = "20261122")
    void spoiled_bodies_give_events_in_order_or_a_failure(@ForAll("spoiled") Spoiled spoiled) {
        check(spoiled.dialect(), spoiled.body(), spoiled.cuts(), spoiled.status());
    }

    /** A body that one of a dialect's providers sent, spoiled, and how it travels. */
    record Spoiled(Dialect dialect, byte[] body, List<Integer> cuts, int status) {

        @Override
        public String toString() {
            return dialect.name() + ": " + new String(body, StandardCharsets.UTF_8);
        }
    }

    @Provide
    Arbitrary<Spoiled> spoiled() {
        return Arbitraries.of(DIALECTS.names()).flatMap(DecoderFuzzTest::spoiled);
    }

    private static Arbitrary<Spoiled> spoiled(String name) {
        var dialect = DIALECTS.named(name).orElseThrow();
        var own = Arbitraries.of(BODIES.get(name));
        var others = Arbitraries.of(BODIES.get("openai"));
        var cuts = Arbitraries.integers().between(1, 300).list().ofMinSize(1).ofMaxSize(8);
        return Combinators.combine(
                        own,
                        Mutations.some(),
                        Arbitraries.oneOf(own, others),
                        cuts,
                        Arbitraries.integers().between(400, 599))
                .as((body, mutations, other, lengths, status) ->
                        new Spoiled(dialect, Mutations.spoil(body, mutations, other), lengths, status));
    }

    private static void check(Dialect dialect, byte[] body, List<Integer> cuts, int status) {
        var streamed = new ArrayList<Event>();
        var seen = new HashSet<String>();
        decode(dialect, body, cuts, streamed, seen);
        assertKeepsTheRules(streamed, seen);

        var text = new String(body, StandardCharsets.UTF_8);
        var whole = new ArrayList<Event>();
        tolerant(() -> whole.addAll(dialect.decodeWhole(text)));
        seen.clear();
        note(text, seen);
        assertKeepsTheRules(whole, seen);
        assertTrue(whole.isEmpty() || whole.get(whole.size() - 1).terminal(), "a whole answer has an end: " + whole);

        var reply = Samples.reply(status, text, Map.of("retry-after", "soon", "ratelimit", text));
        assertFalse(dialect.classify(reply).message().isEmpty());
    }

    private static void decode(Dialect dialect, byte[] body, List<Integer> cuts, List<Event> events, Set<String> seen) {
        var framer = Samples.framer(dialect, MAX_FRAME);
        var decoder = dialect.decoder();
        tolerant(() -> {
            int to;
            for (int from = 0, piece = 0; from < body.length; from = to, piece++) {
                to = Math.min(body.length, from + cuts.get(piece % cuts.size()));
                for (var frame : framer.feed(Buffer.buffer(body).slice(from, to))) {
                    note(frame.data().strip(), seen);
                    events.addAll(decoder.decode(frame));
                }
            }
            for (var frame : framer.end()) {
                note(frame.data().strip(), seen);
                events.addAll(decoder.decode(frame));
            }
            events.addAll(decoder.end());
            assertTrue(!events.isEmpty() && decoder.complete(), "an answer that ends is complete: " + events);
            assertTrue(events.get(events.size() - 1).terminal(), "an answer that ends says so: " + events);
        });
    }

    /** The two ways in which decoding may fail. */
    private static void tolerant(Runnable decoding) {
        try {
            decoding.run();
        } catch (ProviderException | WireException e) {
            assertFalse(e.getMessage().isEmpty());
        }
    }

    private static void assertKeepsTheRules(List<Event> events, Set<String> seen) {
        var starts = events.stream().filter(Event.Start.class::isInstance).count();
        assertTrue(starts <= 1, "one start: " + events);
        assertTrue(starts == 0 || events.get(0) instanceof Event.Start, "the start comes first: " + events);
        int calls = 0;
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            assertTrue(!event.terminal() || i == events.size() - 1, "nothing follows the end: " + events);
            if (event instanceof Event.Chunk chunk) {
                assertFalse(chunk.text().isEmpty(), "an empty chunk: " + events);
                assertTrue(isMadeOf(seen, chunk.text()), "text from nowhere: " + chunk.text());
            } else if (event instanceof Event.ToolCall call) {
                assertEquals(calls++, call.index(), "the index of " + call);
                assertFalse(
                        call.function().id().isEmpty() || call.function().name().isEmpty(), "a nameless " + call);
            }
        }
    }

    /** Whether a text is nothing but texts of the input, one after the other. */
    private static boolean isMadeOf(Set<String> texts, String text) {
        var reached = new boolean[text.length() + 1];
        reached[0] = true;
        for (int i = 0; i < text.length(); i++) {
            for (var piece : texts) {
                if (reached[i] && text.startsWith(piece, i)) {
                    reached[i + piece.length()] = true;
                }
            }
        }
        return reached[text.length()];
    }

    private static void note(String text, Set<String> texts) {
        Json.parse(text).ifPresent(json -> note(json, texts));
    }

    private static void note(JsonNode json, Set<String> texts) {
        if (json.isTextual()) {
            texts.add(json.textValue());
        }
        json.forEach(child -> note(child, texts));
    }
}
