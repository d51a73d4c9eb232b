package dev.caramba.route;

import dev.caramba.balance.Candidate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The offers of all enabled providers, in the order of the configuration. */
public final class Offers {

    private final Map<String, Offer> byName = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when two offers have the same name */
    public Offers(List<Offer> offers) {
        offers.forEach(this::add);
    }

    /**
     * Returns the candidate that {@code provider} or {@code provider/model} names; empty when there is no such
     * provider.
     */
    public Optional<Candidate> candidate(String name) {
        int slash = name.indexOf('/');
        return slash < 0
                ? named(name).map(offer -> offer.candidate(offer.defaultModel()))
                : named(name.substring(0, slash))
                        .filter(offer -> slash + 1 < name.length())
                        .map(offer -> offer.candidate(name.substring(slash + 1)));
    }

    List<Offer> all() {
        return List.copyOf(byName.values());
    }

    Optional<Offer> named(String provider) {
        return Optional.ofNullable(byName.get(provider));
    }

    private void add(Offer offer) {
        if (byName.putIfAbsent(offer.name(), offer) != null) {
            throw new IllegalArgumentException("two providers have the name " + offer.name());
        }
    }
}
