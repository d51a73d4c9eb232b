package dev.caramba.usage;

import dev.caramba.prompt.Target;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Looks up the prices of targets. The price of the provider entry itself counts first, then that of its vendor. A dated
 * version of a model without a price of its own costs as much as the model.
 */
public final class Prices {

    private static final Pattern VERSION = Pattern.compile("-(\\d{8}|\\d{4}-\\d{2}-\\d{2})$");

    private final Map<Target, Price> prices;
    private final UnaryOperator<String> vendor;
    private final Set<String> free;

    /**
     * @param vendor returns the vendor of a provider entry, by the entry's name
     * @param free the vendors that cost nothing, such as servers on the operator's own machine
     */
    public Prices(Map<Target, Price> prices, UnaryOperator<String> vendor, Set<String> free) {
        this.prices = Map.copyOf(prices);
        this.vendor = vendor;
        this.free = Set.copyOf(free);
    }

    /** Returns the price of a target; empty where it is not known. */
    public Optional<Price> of(Target target) {
        var type = vendor.apply(target.provider());
        var unversioned = VERSION.matcher(target.model()).replaceFirst("");
        return exactly(target)
                .or(() -> exactly(new Target(type, target.model())))
                .or(() -> exactly(new Target(target.provider(), unversioned)))
                .or(() -> exactly(new Target(type, unversioned)))
                .or(() -> free.contains(type) ? Optional.of(Price.FREE) : Optional.empty());
    }

    /**
     * Returns whether a price is set for exactly this model. Callers may invent model names, but the number of such
     * names is bounded.
     */
    boolean name(Target target) {
        return prices.containsKey(target)
                || prices.containsKey(new Target(vendor.apply(target.provider()), target.model()));
    }

    private Optional<Price> exactly(Target target) {
        return Optional.ofNullable(prices.get(target));
    }
}
