package dev.caramba.provider;

import static dev.caramba.provider.ScriptedServer.collect;
import static dev.caramba.provider.ScriptedServer.context;
import static dev.caramba.provider.ScriptedServer.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.dialect.Endpoint;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.upstream.Script;
import dev.caramba.wire.WireSettings;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for vectors over real sockets. */
class HttpEmbedderTest {

    private static final int MOST = 64 << 10;
    private static final WireSettings LIMITS = new WireSettings(
            8,
            1,
            Duration.ofSeconds(30),
            1 << 10,
            MOST,
            1 << 10,
            16 << 10,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));

    @RegisterExtension
    final ScriptedServer server = new ScriptedServer(LIMITS);

    @Test
    void makes_a_vector_of_each_text() {
        server.upstream()
                .next(Script.json(200, "\uFEFF" + answer("[0.10,1]", "[2,3e-1]"))
                        .header("x-ratelimit-remaining-requests", "0")
                        .header("x-ratelimit-reset-requests", "7s"));

        var events = embed(2, OptionalInt.empty());

        var start = assertInstanceOf(Event.Start.class, events.get(0));
        assertEquals(Optional.of("m-1"), start.model());
        assertEquals(Duration.ofSeconds(7), start.exhaustedFor());
        assertEquals(
                List.of("[0.10,1]", "[2,3e-1]"),
                assertInstanceOf(Event.Vectors.class, events.get(1)).vectors().stream()
                        .map(EmbeddingVector::text)
                        .toList());
        assertEquals(
                4L,
                ((Event.Done) events.get(2)).usage().orElseThrow().inputTokens().orElseThrow());
        assertEquals(3, events.size());
        assertEquals("/v1/embeddings", server.upstream().requests().get(0).path());
    }

    /** An answer for vectors may be longer than one for text, but not as long as it likes. */
    @ParameterizedTest
    @CsvSource({"8000, true", "40000, false"})
    void an_answer_has_a_size_of_its_own(int numbers, boolean fits) {
        var vector = "[" + "1,".repeat(numbers - 1) + "1]";
        server.upstream()
                .next(
                        Script.json(200, answer(vector)),
                        Script.json(200, answer(vector)).gzipped());

        for (int i = 0; i < 2; i++) {
            var last = last(embed(1, OptionalInt.empty()));
            assertEquals(fits, last instanceof Event.Done, last::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "<html>",
                "{\"data\":[]}",
                "{\"data\":[{\"embedding\":[1]}]}",
                "{\"data\":[{\"embedding\":[1]},{\"embedding\":[1]},{\"embedding\":[1]}]}",
                "{\"data\":[{\"embedding\":[1]},{\"embedding\":[1,2]}]}",
                "{\"data\":[{\"embedding\":[1]},{\"embedding\":[1",
            })
    void an_answer_that_is_none_is_a_protocol_failure(String body) {
        server.upstream().next(Script.json(200, body));

        assertEquals(
                FailureKind.PROTOCOL, failure(embed(2, OptionalInt.empty())).kind());
    }

    @Test
    void vectors_of_another_length_than_those_before_are_a_protocol_failure() {
        server.upstream().next(Script.json(200, answer("[1,2]")), Script.json(200, answer("[1,2]")));

        assertEquals(FailureKind.PROTOCOL, failure(embed(1, OptionalInt.of(3))).kind());
        assertInstanceOf(Event.Done.class, last(embed(1, OptionalInt.of(2))));
    }

    @Test
    void an_error_is_told_as_that_of_any_call() {
        server.upstream()
                .next(Script.json(429, "{\"error\":{\"message\":\"slow down, key-1234\"}}")
                        .header("retry-after", "7"));

        var failure = failure(embed(1, OptionalInt.empty()));

        assertEquals(FailureKind.RATE_LIMITED, failure.kind());
        assertEquals(Optional.of(Duration.ofSeconds(7)), failure.retryAfter());
        assertEquals("slow down, ***", failure.message());
    }

    @Test
    void a_text_that_is_too_long_is_told_in_the_words_of_each_server() {
        var words = Map.of(
                "openai", "This model's maximum context length is 8192 tokens, however you requested 9004 tokens",
                "ollama", "the input length exceeds the context length",
                "nvidia", "Input length 600 exceeds maximum allowed token size 512",
                "huggingface", "Input validation error: `inputs` must have less than 512 tokens. Given: 600",
                "cohere", "too many tokens: total number of tokens in the input cannot exceed 512 - received 600");
        words.forEach((type, message) -> {
            server.upstream()
                    .next(Script.json(
                            type.equals("huggingface") ? 413 : 400, "{\"error\":{\"message\":\"" + message + "\"}}"));

            assertEquals(
                    FailureKind.CONTEXT_LENGTH,
                    failure(embed(type, 1, OptionalInt.empty())).kind(),
                    type);
        });
    }

    @Test
    void so_are_texts_that_are_too_long_together() {
        server.upstream()
                .next(Script.json(
                        400,
                        "{\"error\":{\"message\":\"Requested 338127 tokens, max 300000 tokens per request\","
                                + "\"type\":\"max_tokens_per_request\",\"code\":\"max_tokens_per_request\"}}"));

        assertEquals(
                FailureKind.CONTEXT_LENGTH,
                failure(embed("openai", 1, OptionalInt.empty())).kind());
    }

    @Test
    void the_entry_may_say_how_many_texts_a_request_may_have() {
        var small = new Endpoint("http://p", Optional.empty(), Map.of("embedding-batch-size", "16"));

        assertEquals(
                16, server.provider("nvidia", small).embedder().orElseThrow().batchSize());
    }

    /** A key that has just been replaced makes no long cooldown, as with calls for answers. */
    @Test
    void a_key_may_change_while_the_process_runs() {
        var keys = new KeySource() {
            @Override
            public Uni<String> current() {
                return Uni.createFrom().item("old");
            }

            @Override
            public Uni<String> newest() {
                return Uni.createFrom().item("new");
            }
        };
        var provider = new RotatingKeyProvider("old", keys, key -> provider("openai", key));
        server.upstream().next(Script.json(401, "{\"error\":{\"message\":\"no\"}}"), Script.json(200, answer("[1]")));

        assertEquals(
                FailureKind.UNAVAILABLE,
                failure(embed(provider, 1, OptionalInt.empty())).kind());
        assertInstanceOf(Event.Done.class, last(embed(provider, 1, OptionalInt.empty())));
        assertEquals(2048, provider.embedder().orElseThrow().batchSize());
        assertEquals(Optional.empty(), provider.embedder().orElseThrow().cannotEmbed(params(1, OptionalInt.empty())));
    }

    private static String answer(String... vectors) {
        var data = IntStream.range(0, vectors.length)
                .mapToObj(i -> "{\"index\":" + i + ",\"embedding\":" + vectors[i] + "}")
                .toList();
        return "{\"model\":\"m-1\",\"data\":" + data + ",\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}";
    }

    private List<Event> embed(int texts, OptionalInt length) {
        return embed("openai", texts, length);
    }

    private List<Event> embed(String type, int texts, OptionalInt length) {
        return embed(provider(type, "key-1234"), texts, length);
    }

    private Provider provider(String type, String key) {
        return server.provider(type, key, Map.of());
    }

    private static List<Event> embed(Provider provider, int texts, OptionalInt length) {
        return collect(provider.embedder().orElseThrow().embed(context(), params(texts, length)));
    }

    private static GenerationParams params(int texts, OptionalInt length) {
        var inputs = IntStream.range(0, texts)
                .mapToObj(i -> (JsonNode) TextNode.valueOf("text " + i))
                .toList();
        var input = new EmbeddingInput(inputs, Optional.empty(), Optional.empty(), Optional.empty(), length);
        return GenerationParams.forVectors("m", List.of(), input, Map.of(), false, Optional.empty());
    }

    private static Event last(List<Event> events) {
        return events.get(events.size() - 1);
    }
}
