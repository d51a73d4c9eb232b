package dev.caramba.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.WireSettings;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    private Vertx vertx;
    private HttpWire wire;
    private Upstream upstream;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        wire = new HttpWire(vertx, LIMITS);
        upstream = Upstream.start();
    }

    @AfterEach
    void stop() {
        upstream.close();
        wire.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void makes_a_vector_of_each_text() {
        upstream.next(Script.json(200, "\uFEFF" + answer("[0.10,1]", "[2,3e-1]"))
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
        assertEquals("/v1/embeddings", upstream.requests().get(0).path());
    }

    /** An answer for vectors may be longer than one for text, but not as long as it likes. */
    @ParameterizedTest
    @CsvSource({"8000, true", "40000, false"})
    void an_answer_has_a_size_of_its_own(int numbers, boolean fits) {
        var vector = "[" + "1,".repeat(numbers - 1) + "1]";
        upstream.next(
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
        upstream.next(Script.json(200, body));

        assertEquals(
                FailureKind.PROTOCOL, failure(embed(2, OptionalInt.empty())).kind());
    }

    @Test
    void vectors_of_another_length_than_those_before_are_a_protocol_failure() {
        upstream.next(Script.json(200, answer("[1,2]")), Script.json(200, answer("[1,2]")));

        assertEquals(FailureKind.PROTOCOL, failure(embed(1, OptionalInt.of(3))).kind());
        assertInstanceOf(Event.Done.class, last(embed(1, OptionalInt.of(2))));
    }

    @Test
    void an_error_is_told_as_that_of_any_call() {
        upstream.next(Script.json(429, "{\"error\":{\"message\":\"slow down, key-1234\"}}")
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
            upstream.next(Script.json(
                    type.equals("huggingface") ? 413 : 400, "{\"error\":{\"message\":\"" + message + "\"}}"));

            assertEquals(
                    FailureKind.CONTEXT_LENGTH,
                    failure(embed(type, 1, OptionalInt.empty())).kind(),
                    type);
        });
    }

    @Test
    void so_are_texts_that_are_too_long_together() {
        upstream.next(Script.json(
                400,
                "{\"error\":{\"message\":\"Requested 338127 tokens, max 300000 tokens per request\","
                        + "\"type\":\"max_tokens_per_request\",\"code\":\"max_tokens_per_request\"}}"));

        assertEquals(
                FailureKind.CONTEXT_LENGTH,
                failure(embed("openai", 1, OptionalInt.empty())).kind());
    }

    @Test
    void the_entry_may_say_how_many_texts_a_request_may_have() {
        var dialect = new Dialects(List.of()).named("nvidia").orElseThrow();
        var small = new Endpoint("http://p", Optional.empty(), Map.of("embedding-batch-size", "16"));

        assertEquals(
                16,
                new HttpProvider("p", dialect, small, HttpTimeouts.DEFAULT, wire)
                        .embedder()
                        .orElseThrow()
                        .batchSize());
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
        upstream.next(Script.json(401, "{\"error\":{\"message\":\"no\"}}"), Script.json(200, answer("[1]")));

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
        var endpoint = new Endpoint(upstream.baseUrl() + "/v1", Optional.of(key), Map.of());
        var dialect = new Dialects(List.of()).named(type).orElseThrow();
        return new HttpProvider("http", dialect, endpoint, HttpTimeouts.DEFAULT, wire);
    }

    private static List<Event> embed(Provider provider, int texts, OptionalInt length) {
        var deadline = new Deadline(Instant.now().plus(Upstream.LIMIT), false);
        var context =
                new CallContext("r1", "anonymous", deadline, new CallTrail()).inAttempt(Optional.empty(), () -> true);
        return provider.embedder()
                .orElseThrow()
                .embed(context, params(texts, length))
                .collect()
                .asList()
                .await()
                .atMost(Upstream.LIMIT);
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

    private static Failure failure(List<Event> events) {
        return assertInstanceOf(Event.Error.class, last(events)).failure();
    }
}
