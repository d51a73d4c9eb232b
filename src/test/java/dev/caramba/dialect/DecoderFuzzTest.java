package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.generation.Event;
import dev.caramba.generation.Json;
import dev.caramba.generation.ProviderException;
import dev.caramba.wire.WireException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a provider sends, a decoder tells of it in order or fails in the one way that is provided for. A failed case
 * names its seed; {@code -Dfuzz.seed=<seed> -Dfuzz.cases=1} runs it alone.
 */
final class DecoderFuzzTest {

    private static final Dialects DIALECTS = new Dialects(List.of());
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_122L);
    private static final int CASES = Integer.getInteger("fuzz.cases", 400);
    private static final int MAX_FRAME = 64 << 10;

    static List<String> dialects() {
        return DIALECTS.names();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void spoiled_bodies_give_events_in_order_or_a_failure(String name) {
        System.out.println("fuzzing " + name + " from seed " + SEED);
        var dialect = DIALECTS.named(name).orElseThrow();
        var corpus = WireCorpus.of(dialect);
        var others = WireCorpus.of(DIALECTS.named("openai").orElseThrow());
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            var random = new Random(seed);
            var other = random.nextBoolean() ? corpus : others;
            var body = new Mutations(random)
                    .spoil(corpus.get(random.nextInt(corpus.size())), other.get(random.nextInt(other.size())));
            try {
                check(dialect, body, random);
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError(name + ", seed " + seed + ": " + new String(body, StandardCharsets.UTF_8), e);
            }
        }
    }

    private static void check(Dialect dialect, byte[] body, Random random) {
        var streamed = new ArrayList<Event>();
        var seen = new HashSet<String>();
        decode(dialect, body, random, streamed, seen);
        assertKeepsTheRules(streamed, seen);

        var text = new String(body, StandardCharsets.UTF_8);
        var whole = new ArrayList<Event>();
        tolerant(() -> whole.addAll(dialect.decodeWhole(text)));
        seen.clear();
        note(text, seen);
        assertKeepsTheRules(whole, seen);
        assertTrue(whole.isEmpty() || whole.get(whole.size() - 1).terminal(), "a whole answer has an end: " + whole);

        var reply = Samples.reply(400 + random.nextInt(200), text, Map.of("retry-after", "soon", "ratelimit", text));
        assertFalse(dialect.classify(reply).message().isEmpty());
    }

    private static void decode(Dialect dialect, byte[] body, Random random, List<Event> events, Set<String> seen) {
        var framer = Samples.framer(dialect, MAX_FRAME);
        var decoder = dialect.decoder();
        tolerant(() -> {
            for (int from = 0; from < body.length; ) {
                int to = Math.min(body.length, from + 1 + random.nextInt(random.nextInt(300) + 1));
                for (var frame : framer.feed(Buffer.buffer(body).slice(from, to))) {
                    note(frame.data().strip(), seen);
                    events.addAll(decoder.decode(frame));
                }
                from = to;
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
