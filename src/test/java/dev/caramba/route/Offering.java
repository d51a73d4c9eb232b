package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.balance.Candidates;
import dev.caramba.balance.SelectionStrategy;
import dev.caramba.balance.Strategies;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Offers, routes and requests for tests. */
final class Offering {

    private Offering() {}

    static Offer offer(String name, String... models) {
        return offer(name, Map.of(), models);
    }

    static Offer offer(String name, Map<String, String> aliases, String... models) {
        return new Offer(
                new Named(name), List.of(models), aliases, 1, 100, 8, OptionalLong.empty(), Duration.ofSeconds(10));
    }

    static Route route(Offers offers, String name, List<String> targets, List<String> fallbacks) {
        return new Route(
                name,
                strategy("weighted"),
                candidates(offers, targets),
                candidates(offers, fallbacks),
                Optional.empty(),
                List.of());
    }

    static SelectionStrategy strategy(String name) {
        return new Strategies(List.of()).named(name).orElseThrow();
    }

    static GenerationParams asking(String model, String... fallbacks) {
        var params = GenerationParams.of(List.of()).withModel(model);
        return new GenerationParams(
                params.model(),
                Arrays.asList(fallbacks),
                params.messages(),
                params.tools(),
                params.toolChoice(),
                params.responseFormat(),
                params.sampling(),
                params.extras(),
                params.stream(),
                params.strict());
    }

    static List<String> peers(Candidates candidates) {
        return targets(candidates.peers());
    }

    static List<String> fallbacks(Candidates candidates) {
        return targets(candidates.fallbacks());
    }

    private static List<String> targets(List<Candidate> candidates) {
        return candidates.stream()
                .map(candidate -> candidate.target().toString())
                .toList();
    }

    private static List<Candidate> candidates(Offers offers, List<String> names) {
        return names.stream().flatMap(name -> offers.candidate(name).stream()).toList();
    }

    private record Named(String name) implements Provider {

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            throw new UnsupportedOperationException();
        }
    }
}
