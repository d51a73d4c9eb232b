package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.balance.Candidates;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds the candidates of a request for vectors. All of them make the same vectors: they have the same model, or a route
 * of the operator's has both. Vectors of two models cannot be compared, so that an index with both is silently wrong.
 */
final class EmbeddingResolver {

    private final Catalog catalog;
    private final Map<String, Candidates> routes = new HashMap<>();
    private final Map<String, List<Candidate>> listed = new HashMap<>();
    private final Function<List<Candidate>, Candidates> together;

    /**
     * @param route returns the candidates of a route
     * @param together returns peers of these candidates
     */
    EmbeddingResolver(
            Catalog catalog, Function<Route, Candidates> route, Function<List<Candidate>, Candidates> together) {
        this.catalog = catalog;
        this.together = together;
        catalog.routes().forEach(named -> routes.put(named.name(), route.apply(named)));
        catalog.offers()
                .all()
                .forEach(offer -> offer.bareNamesForVectors()
                        .forEach(name -> listed.computeIfAbsent(name, n -> new ArrayList<>())
                                .add(offer.candidate(name))));
    }

    /**
     * Returns the candidates for {@code model}: a route, a provider with a model for vectors, a target or a bare model
     * name.
     *
     * @throws dev.caramba.generation.ProviderException when it names a provider without a model for vectors
     */
    Optional<Candidates> named(String model) {
        return Optional.ofNullable(routes.get(model))
                .or(() -> single(model, "model", FailureKind.NOT_FOUND)
                        .map(List::of)
                        .map(together))
                .or(() -> Optional.ofNullable(listed.get(model)).map(found -> together.apply(same(model, found))));
    }

    /**
     * Returns the candidate for a fallback; empty when there is no such provider.
     *
     * @throws dev.caramba.generation.ProviderException when it may make other vectors than the candidates
     */
    Optional<Candidate> fallback(String name, Candidates candidates) {
        var fallback = single(name, "fallbacks", FailureKind.INVALID_REQUEST);
        fallback.filter(candidate -> all(candidates).noneMatch(other -> sameVectors(other, candidate)))
                .ifPresent(candidate -> {
                    throw Failure.invalid(
                                    "fallbacks",
                                    "the fallback " + name + " may make other vectors than the model: expected the same"
                                            + " model, or a route with both")
                            .asException();
                });
        return fallback;
    }

    /**
     * @param param the field that has the name
     * @param without the kind of failure when it names a provider without a model for vectors
     */
    private Optional<Candidate> single(String name, String param, FailureKind without) {
        if (name.indexOf('/') >= 0) {
            return catalog.offers().candidate(name);
        }
        return catalog.offers()
                .named(name)
                .map(offer -> offer.embeddingModel()
                        .map(offer::candidate)
                        .orElseThrow(() -> Failure.of(
                                        without,
                                        "the provider " + name + " has no default model for embeddings: name one as "
                                                + name + "/<model>, or set caramba.providers." + name
                                                + ".embedding-model")
                                .withParam(param)
                                .asException()));
    }

    /** An alias may stand for different models at different providers: one of them is meant, not all. */
    private List<Candidate> same(String name, List<Candidate> found) {
        var model = found.stream()
                .map(candidate -> candidate.target().model())
                .filter(name::equals)
                .findFirst()
                .orElseGet(() -> found.get(0).target().model());
        var all = new ArrayList<>(listed.getOrDefault(model, List.of()));
        all.addAll(found);
        return all.stream()
                .filter(candidate -> candidate.target().model().equals(model))
                .distinct()
                .toList();
    }

    private boolean sameVectors(Candidate one, Candidate other) {
        return one.target().model().equals(other.target().model())
                || routes.values().stream()
                        .map(Candidates::targets)
                        .anyMatch(targets -> targets.contains(one.target()) && targets.contains(other.target()));
    }

    private static Stream<Candidate> all(Candidates candidates) {
        return Stream.concat(candidates.peers().stream(), candidates.fallbacks().stream());
    }
}
