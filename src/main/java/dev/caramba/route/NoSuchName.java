package dev.caramba.route;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.util.List;

/** Failures that name what there is instead. */
final class NoSuchName {

    private static final int MOST_NAMES = 20;
    private static final int LONGEST_NAME = 100;

    private NoSuchName() {}

    static Failure model(String name, Catalog catalog) {
        return Failure.of(
                        FailureKind.NOT_FOUND,
                        "the model " + quoted(name) + " does not exist; there are: auto, " + known(catalog.names()))
                .withParam("model");
    }

    static Failure fallback(String name, Catalog catalog) {
        var routes = catalog.routes().stream().map(Route::name).toList();
        var names = catalog.names().stream()
                .filter(known -> !routes.contains(known))
                .toList();
        return Failure.invalid(
                "fallbacks",
                "the fallback " + quoted(name) + " is no provider or provider/model; there are: " + known(names));
    }

    private static String quoted(String name) {
        return "'" + (name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...") + "'";
    }

    private static String known(List<String> names) {
        var shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
        return names.size() <= MOST_NAMES ? shown : shown + " and " + (names.size() - MOST_NAMES) + " more";
    }
}
