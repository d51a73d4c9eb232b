package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.balance.CandidateResolver;
import dev.caramba.balance.Candidates;
import dev.caramba.balance.SelectionStrategy;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Grant;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Resolves a request's {@code model} to candidates; the first match wins. The order is: {@code auto} or nothing, a
 * route, a provider, a target ({@code provider/model}), a bare model name that some provider lists. The tables are
 * built once, so that the cost of a call depends on its candidates alone.
 */
public final class ModelResolver implements CandidateResolver {

    /** The name that means every enabled provider, each with its default model. */
    public static final String AUTO = "auto";

    private static final String NOTHING_CONFIGURED = "no provider is configured: set OPENAI_API_KEY, ANTHROPIC_API_KEY,"
            + " GOOGLE_API_KEY, COHERE_API_KEY, HF_API_KEY, NVIDIA_API_KEY, OLLAMA_HOST, LMSTUDIO_HOST"
            + " or CARAMBA_PROVIDERS_<NAME>_BASE_URL, or CARAMBA_DEMO=true to try it without any";

    private final Catalog catalog;
    private final SelectionStrategy strategy;
    private final Map<String, Candidates> named = new HashMap<>();
    private final Map<String, Candidates> listed;
    private final EmbeddingResolver embeddings;
    private final GrantFilter allowed;
    private final BudgetFilter affordable;

    /** Creates a resolver that takes every price as known. */
    public ModelResolver(Catalog catalog, SelectionStrategy strategy) {
        this(catalog, strategy, target -> true);
    }

    /**
     * @param strategy the strategy of everything except routes that have their own
     * @param priced the targets that callers with a budget may ask
     */
    public ModelResolver(Catalog catalog, SelectionStrategy strategy, Predicate<Target> priced) {
        this.affordable = new BudgetFilter(priced);
        this.catalog = catalog;
        this.strategy = strategy;
        var offers = catalog.offers().all();
        offers.forEach(offer -> named.put(offer.name(), single(offer.candidate(offer.defaultModel()))));
        catalog.routes().forEach(route -> named.put(route.name(), routed(route)));
        named.put(
                AUTO,
                new Candidates(
                        AUTO,
                        strategy,
                        offers.stream()
                                .map(offer -> offer.candidate(offer.defaultModel()))
                                .toList(),
                        List.of()));
        this.listed = listed(offers);
        this.embeddings = new EmbeddingResolver(catalog, ModelResolver::routed, this::together);
        this.allowed = new GrantFilter(catalog);
    }

    @Override
    public Candidates resolve(GenerationParams params, Grant grant) {
        var model = params.model().orElse(AUTO);
        if (catalog.isEmpty() && !catalog.isRoute(model)) {
            throw Failure.of(FailureKind.NO_CANDIDATE, NOTHING_CONFIGURED).asException();
        }
        boolean forVectors = params.embedding().isPresent();
        var candidates = (forVectors ? embeddings.named(model) : named(model))
                .flatMap(found -> allowed.among(model, found, grant))
                .orElseThrow(() -> UnknownName.model(model, catalog, grant).asException());
        return withPeer(model, affordable.among(withFallbacks(candidates, params, grant), grant));
    }

    private Optional<Candidates> named(String model) {
        return Optional.ofNullable(named.get(model))
                .or(() -> catalog.offers().candidate(model).map(this::single))
                .or(() -> Optional.ofNullable(listed.get(model)));
    }

    private Candidates withFallbacks(Candidates candidates, GenerationParams params, Grant grant) {
        var names = params.fallbacks();
        if (names.isEmpty()) {
            return candidates;
        }
        var fallbacks = new ArrayList<>(candidates.fallbacks());
        for (var name : names) {
            var named = params.embedding().isPresent()
                    ? embeddings.fallback(name, candidates)
                    : catalog.offers().candidate(name);
            fallbacks.add(named.filter(candidate -> grant.mayAsk(candidate.target()))
                    .orElseThrow(
                            () -> UnknownName.fallback(name, catalog, grant).asException()));
        }
        return new Candidates(
                candidates.pool(),
                candidates.strategy(),
                candidates.peers(),
                others(candidates.peers(), fallbacks),
                candidates.hedgeAfter());
    }

    /**
     * Makes the first fallback the peer when a route has no enabled target of its own; the other fallbacks stay in
     * order.
     */
    private Candidates withPeer(String model, Candidates candidates) {
        if (!candidates.peers().isEmpty()) {
            return candidates;
        }
        var left = candidates.fallbacks();
        if (left.isEmpty()) {
            var notice = catalog.notices().getOrDefault(model, "nobody is left to be asked");
            throw Failure.of(FailureKind.NO_CANDIDATE, "the route " + model + " cannot be asked: " + notice)
                    .asException();
        }
        return new Candidates(
                candidates.pool(), candidates.strategy(), left.subList(0, 1), left.subList(1, left.size()));
    }

    private Candidates single(Candidate candidate) {
        return new Candidates(candidate.target().toString(), strategy, List.of(candidate), List.of());
    }

    private static Candidates routed(Route route) {
        var peers = others(List.of(), route.targets());
        return new Candidates(
                "route:" + route.name(), route.strategy(), peers, others(peers, route.fallbacks()), route.hedgeAfter());
    }

    /** Returns the candidates whose targets are not among the first ones, each once. */
    private static List<Candidate> others(List<Candidate> first, List<Candidate> candidates) {
        var byTarget = new LinkedHashMap<Object, Candidate>();
        candidates.forEach(candidate -> byTarget.putIfAbsent(candidate.target(), candidate));
        first.forEach(candidate -> byTarget.remove(candidate.target()));
        return List.copyOf(byTarget.values());
    }

    private Map<String, Candidates> listed(List<Offer> offers) {
        var byName = new HashMap<String, List<Candidate>>();
        offers.forEach(offer -> offer.bareNames()
                .forEach(name ->
                        byName.computeIfAbsent(name, n -> new ArrayList<>()).add(offer.candidate(name))));
        return byName.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> together(entry.getValue())));
    }

    private Candidates together(List<Candidate> candidates) {
        var pool = candidates.stream()
                .map(candidate -> candidate.target().toString())
                .collect(Collectors.joining(","));
        return new Candidates(pool, strategy, List.copyOf(candidates), List.of());
    }
}
