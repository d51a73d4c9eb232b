package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.generation.TargetsByName;
import dev.caramba.prompt.Target;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that can be asked for by name: routes, providers and targets. */
public final class Catalog {

    private static final String OURS = "caramba";

    private final Offers offers;
    private final List<Route> routes;
    private final List<Target> targets;
    private final Map<String, String> owners;
    private final List<String> names;
    private final TargetsByName reach;

    public Catalog(Offers offers, List<Route> routes) {
        this.offers = offers;
        this.routes = List.copyOf(routes);
        this.targets = Stream.concat(offered(offers), routed(routes)).distinct().toList();
        this.owners = owners(offers, routes, targets);
        this.names = List.copyOf(owners.keySet());
        this.reach = new TargetsByName(
                routes.stream().collect(Collectors.toUnmodifiableMap(Route::name, Catalog::led)), targets);
    }

    /** The names that somebody answers to, each once: routes first, then providers, then targets. */
    public List<String> names() {
        return names;
    }

    /** What the names lead to. */
    public TargetsByName reach() {
        return reach;
    }

    /** Who stands behind each name, in the order of the names: {@code caramba} for a route, else the provider. */
    public Map<String, String> owners() {
        return Collections.unmodifiableMap(owners);
    }

    /** Whether a route is called so, be there anybody to ask or not. */
    public boolean isRoute(String name) {
        return reach.routes().containsKey(name);
    }

    /** What is left out of routes, by the names of those from which anything is. */
    public Map<String, String> notices() {
        var notices = new LinkedHashMap<String, String>();
        routes.forEach(route -> route.notice().ifPresent(notice -> notices.put(route.name(), notice)));
        return notices;
    }

    /** The targets of all providers and routes. */
    public List<Target> targets() {
        return targets;
    }

    /** Whether no provider is enabled. */
    public boolean isEmpty() {
        return offers.all().isEmpty();
    }

    Offers offers() {
        return offers;
    }

    List<Route> routes() {
        return routes;
    }

    private static Stream<Target> offered(Offers offers) {
        return offers.all().stream()
                .flatMap(offer -> offer.models().stream().map(model -> new Target(offer.name(), model)));
    }

    private static Stream<Target> routed(List<Route> routes) {
        return routes.stream().flatMap(route -> led(route).stream());
    }

    private static List<Target> led(Route route) {
        return Stream.concat(route.targets().stream(), route.fallbacks().stream())
                .map(Candidate::target)
                .distinct()
                .toList();
    }

    private static Map<String, String> owners(Offers offers, List<Route> routes, List<Target> targets) {
        var owners = new LinkedHashMap<String, String>();
        routes.stream().filter(Route::askable).forEach(route -> owners.put(route.name(), OURS));
        offers.all().forEach(offer -> owners.putIfAbsent(offer.name(), offer.name()));
        targets.forEach(target -> owners.putIfAbsent(target.toString(), target.provider()));
        return owners;
    }
}
