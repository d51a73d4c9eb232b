package dev.caramba.route;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Grant;
import java.util.List;

/** Failures for unknown names. Their messages list the names that exist. */
final class UnknownName {

    private static final int MOST_NAMES = 20;
    private static final int LONGEST_NAME = 100;

    private UnknownName() {}

    /** Returns the same failure for a name that does not exist and for one that this caller may not use. */
    static Failure model(String name, Catalog catalog, Grant grant) {
        var names = names(catalog, grant);
        var missing = grant.anything()
                ? " does not exist; there are: auto, " + known(names)
                : " does not exist, or is not for this access key or token; there are: " + known(names);
        return Failure.of(FailureKind.NOT_FOUND, "the model " + quoted(name) + missing)
                .withParam("model");
    }

    static Failure fallback(String name, Catalog catalog, Grant grant) {
        var routes = catalog.routes().stream().map(Route::name).toList();
        var names = names(catalog, grant).stream()
                .filter(known -> !routes.contains(known))
                .toList();
        return Failure.invalid(
                "fallbacks",
                "the fallback " + quoted(name) + " is no provider or provider/model"
                        + (grant.anything() ? "" : " that is for this access key or token") + "; there are: "
                        + known(names));
    }

    private static List<String> names(Catalog catalog, Grant grant) {
        return catalog.names().stream()
                .filter(name -> catalog.reach().allows(grant, name))
                .toList();
    }

    private static String quoted(String name) {
        return "'" + (name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...") + "'";
    }

    private static String known(List<String> names) {
        var shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() <= MOST_NAMES ? shown : shown + " and " + (names.size() - MOST_NAMES) + " more";
    }
}
