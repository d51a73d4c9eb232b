package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.balance.Candidates;
import dev.caramba.generation.Grant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Removes the candidates that the caller's grant does not allow. */
final class GrantFilter {

    private final Set<String> routes;

    GrantFilter(Catalog catalog) {
        this.routes = catalog.routes().stream().map(Route::name).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Returns the candidates that the caller may ask by this name; empty where the caller may not use the name at all.
     */
    Optional<Candidates> among(String name, Candidates candidates, Grant grant) {
        if (grant.anything()) {
            return Optional.of(candidates);
        }
        return routes.contains(name)
                ? Optional.of(candidates)
                        .filter(route -> grant.mayAskRoute(name))
                        .map(route -> those(route, candidate -> grant.mayAsk(candidate.target(), name)))
                        .filter(left -> !isEmpty(left) || isEmpty(candidates))
                : Optional.of(those(candidates, candidate -> grant.mayAsk(candidate.target())))
                        .filter(left -> !isEmpty(left));
    }

    static boolean isEmpty(Candidates candidates) {
        return candidates.peers().isEmpty() && candidates.fallbacks().isEmpty();
    }

    /**
     * Returns the allowed candidates. A different set of peers gets its own pool name, so that its turns are counted
     * separately.
     */
    static Candidates those(Candidates candidates, Predicate<Candidate> allowed) {
        var peers = candidates.peers().stream().filter(allowed).toList();
        var fallbacks = candidates.fallbacks().stream().filter(allowed).toList();
        return new Candidates(
                peers.equals(candidates.peers()) ? candidates.pool() : candidates.pool() + "?" + names(peers),
                candidates.strategy(),
                peers,
                fallbacks,
                candidates.hedgeAfter());
    }

    private static String names(List<Candidate> peers) {
        return peers.stream().map(peer -> peer.target().toString()).collect(Collectors.joining(","));
    }
}
