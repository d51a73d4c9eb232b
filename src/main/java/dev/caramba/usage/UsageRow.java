package dev.caramba.usage;

import java.util.List;

/**
 * The key by which usage is counted within a day.
 *
 * @param caller the name of the access key
 * @param route the route that was asked for, {@code auto}, or {@link #NO_ROUTE}
 * @param provider the provider whose tokens were used
 * @param model the provider's model name, or {@link #OTHER}
 */
public record UsageRow(String caller, String route, String provider, String model) {

    /** The route of calls that asked for a provider, a target or a model by its own name. */
    public static final String NO_ROUTE = "-";

    /**
     * The model name that stands for all models that are not configured and have no price. Callers may invent such
     * names, so they are counted together.
     */
    public static final String OTHER = "other";

    /** Returns the row as one text. */
    String field() {
        return String.join("|", escaped(caller), escaped(route), escaped(provider), escaped(model));
    }

    /** Reads what {@link #field} has written. */
    static UsageRow of(String field) {
        var parts = List.of(field.split("\\|", -1));
        return new UsageRow(plain(parts.get(0)), plain(parts.get(1)), plain(parts.get(2)), plain(parts.get(3)));
    }

    private static String escaped(String part) {
        return part.replace("%", "%25").replace("|", "%7C");
    }

    private static String plain(String part) {
        return part.replace("%7C", "|").replace("%25", "%");
    }
}
