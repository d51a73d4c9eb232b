package dev.caramba.route;

import static dev.caramba.route.Offering.asking;
import static dev.caramba.route.Offering.fallbacks;
import static dev.caramba.route.Offering.offer;
import static dev.caramba.route.Offering.peers;
import static dev.caramba.route.Offering.route;
import static dev.caramba.route.Offering.strategy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.balance.Candidates;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Grant;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Vectors of two models never come into one index. */
class EmbeddingResolverTest {

    private final Offers offers = new Offers(List.of(
            withModelForVectors("small", offer("openai", "gpt", "large")),
            offer("proxy", Map.of("tiny", "small"), "gpt", "large"),
            offer("other", Map.of("tiny", "nomic"), "nomic"),
            offer("local", "bge:567m")));
    private final ModelResolver resolver = new ModelResolver(
            new Catalog(
                    offers,
                    List.of(route(
                            offers,
                            "vectors",
                            List.of("proxy/bge", "local/bge:567m"),
                            List.of("openai/bge-fallback")))),
            strategy("round-robin"));

    @Test
    void a_target_means_itself_alone() {
        assertEquals(List.of("proxy/x/y"), peers(resolve("proxy/x/y")));
        assertEquals(List.of(), fallbacks(resolve("proxy/x/y")));
    }

    @Test
    void a_bare_model_name_means_every_entry_that_lists_exactly_this_name() {
        assertEquals(List.of("openai/large", "proxy/large"), peers(resolve("large")));
        assertEquals(List.of("openai/small"), peers(resolve("small")));
        assertEquals(List.of("local/bge:567m"), peers(resolve("bge:567m")));
    }

    @Test
    void a_route_means_its_targets_which_the_operator_declares_equal() {
        assertEquals(List.of("proxy/bge", "local/bge:567m"), peers(resolve("vectors")));
        assertEquals(List.of("openai/bge-fallback"), fallbacks(resolve("vectors")));
    }

    @Test
    void an_alias_counts_under_the_name_it_stands_for() {
        assertEquals(List.of("proxy/small"), peers(resolve("proxy/tiny")));
        // two entries mean different models by it: one of them is asked, with its equals
        assertEquals(List.of("openai/small", "proxy/small"), peers(resolve("tiny")));
        assertEquals(List.of("openai/small"), fallbacks(resolve("proxy/tiny", "openai/small")));
    }

    @Test
    void a_provider_means_its_model_for_vectors_and_never_the_one_for_answers() {
        assertEquals(List.of("openai/small"), peers(resolve("openai")));

        var failure = failure("proxy");
        assertEquals(FailureKind.NOT_FOUND, failure.kind());
        assertEquals(Optional.of("model"), failure.param());
    }

    @Test
    void an_unknown_name_is_no_model() {
        assertEquals(FailureKind.NOT_FOUND, failure("nobody").kind());
        assertEquals(FailureKind.NOT_FOUND, failure("nobody/large").kind());
    }

    @Test
    void a_fallback_has_the_same_model() {
        assertEquals(List.of("proxy/large"), fallbacks(resolve("openai/large", "proxy/large")));
        assertEquals(List.of("openai/bge-fallback", "proxy/bge:567m"), fallbacks(resolve("vectors", "proxy/bge:567m")));
        assertEquals(List.of("openai/small"), fallbacks(resolve("proxy/small", "openai")));
    }

    @Test
    void a_fallback_may_have_another_model_where_a_route_has_both() {
        assertEquals(List.of("local/bge:567m"), fallbacks(resolve("proxy/bge", "local/bge:567m")));
    }

    @Test
    void a_fallback_with_another_model_is_refused() {
        for (var fallback : List.of("proxy/gpt", "openai", "local/bge:567m", "nobody/large")) {
            var failure = failure("openai/large", fallback);
            assertEquals(FailureKind.INVALID_REQUEST, failure.kind(), fallback);
            assertEquals(Optional.of("fallbacks"), failure.param(), fallback);
        }
        assertEquals(Optional.of("fallbacks"), failure("openai/large", "proxy").param());
    }

    private static Offer withModelForVectors(String model, Offer offer) {
        return new Offer(
                offer.provider(),
                offer.models(),
                offer.aliases(),
                Optional.of(model),
                offer.weight(),
                offer.priority(),
                offer.maxInFlight(),
                offer.contextWindow(),
                offer.firstTokenTimeout());
    }

    private Failure failure(String model, String... fallbacks) {
        return assertThrows(ProviderException.class, () -> resolve(model, fallbacks))
                .failure();
    }

    private Candidates resolve(String model, String... fallbacks) {
        return resolver.resolve(embedding(asking(model, fallbacks)), Grant.ALL);
    }

    private static GenerationParams embedding(GenerationParams params) {
        return params.withEmbedding(new EmbeddingInput(
                List.of(TextNode.valueOf("a")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty()));
    }
}
