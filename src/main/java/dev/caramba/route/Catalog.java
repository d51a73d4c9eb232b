package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.generation.TargetsByName;
import dev.caramba.prompt.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalog of everything that callers can ask for by name: routes, providers and targets. */
public final class Catalog {

    private static final String PRODUCT = "caramba";

    private final Offers offers;
    private final List<Route> routes;
    private final List<Target> targets;
    private final Map<String, String> owners;
    private final Map<String, List<Target>> others;
    private final List<String> names;
    private final TargetsByName reach;

    public Catalog(Offers offers, List<Route> routes) {
        this.offers = offers;
        this.routes = List.copyOf(routes);
        this.targets = Stream.concat(offered(offers), routed(routes)).distinct().toList();
        this.owners = owners(offers, routes, targets);
        this.names = List.copyOf(owners.keySet());
        this.others = others(offers);
        this.reach = new TargetsByName(
                routes.stream().collect(Collectors.toUnmodifiableMap(Route::name, Catalog::targetsOf)),
                others,
                targets);
    }

    /** Returns the names that can be asked for, each once: routes first, then providers, then targets. */
    public List<String> names() {
        return names;
    }

    /** Returns the targets behind the names. */
    public TargetsByName reach() {
        return reach;
    }

    /** Returns the owner of each name, in the order of the names: {@code caramba} for a route, else the provider. */
    public Map<String, String> owners() {
        return Collections.unmodifiableMap(owners);
    }

    /**
     * Returns the owner of everything that {@code model} may be, each once: {@code auto}, the {@link #names()}, then bare
     * model names and aliases. What several providers serve is {@code caramba}'s.
     */
    public Map<String, String> directory() {
        var all = new LinkedHashMap<String, String>();
        if (others.containsKey(ModelResolver.AUTO)) {
            all.put(ModelResolver.AUTO, PRODUCT);
        }
        all.putAll(owners);
        others.forEach((name, behind) -> all.putIfAbsent(name, owner(behind)));
        return all;
    }

    /** Returns whether a route has this name, even one without any target to ask. */
    public boolean isRoute(String name) {
        return reach.routes().containsKey(name);
    }

    /** Returns what each route leaves out, by the route's name; routes that leave nothing out are absent. */
    public Map<String, String> notices() {
        var notices = new LinkedHashMap<String, String>();
        routes.forEach(route -> route.notice().ifPresent(notice -> notices.put(route.name(), notice)));
        return notices;
    }

    /** Returns the targets of all providers and routes. */
    public List<Target> targets() {
        return targets;
    }

    /** Returns whether no provider is enabled. */
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
        return routes.stream().flatMap(route -> targetsOf(route).stream());
    }

    private static List<Target> targetsOf(Route route) {
        return Stream.concat(route.targets().stream(), route.fallbacks().stream())
                .map(Candidate::target)
                .distinct()
                .toList();
    }

    private static String owner(List<Target> behind) {
        var providers = behind.stream().map(Target::provider).distinct().toList();
        return providers.size() == 1 ? providers.get(0) : PRODUCT;
    }

    /** Returns the targets of {@code auto}, of bare model names, and of aliases with and without their provider. */
    private static Map<String, List<Target>> others(Offers offers) {
        var others = new LinkedHashMap<String, List<Target>>();
        if (!offers.all().isEmpty()) {
            others.put(
                    ModelResolver.AUTO,
                    offers.all().stream()
                            .map(offer -> offer.candidate(offer.defaultModel()).target())
                            .toList());
        }
        for (var offer : offers.all()) {
            // A name that begins with a provider's name and a slash means that provider.
            offer.bareNames()
                    .forEach(name -> offers.candidate(name)
                            .ifPresentOrElse(
                                    meant -> others.putIfAbsent(name, List.of(meant.target())),
                                    () -> others.computeIfAbsent(name, n -> new ArrayList<>())
                                            .add(offer.candidate(name).target())));
        }
        for (var offer : offers.all()) {
            offer.aliases().keySet().stream()
                    .sorted()
                    .forEach(alias -> others.putIfAbsent(
                            offer.name() + "/" + alias,
                            List.of(offer.candidate(alias).target())));
        }
        return others;
    }

    private static Map<String, String> owners(Offers offers, List<Route> routes, List<Target> targets) {
        var owners = new LinkedHashMap<String, String>();
        routes.stream().filter(Route::askable).forEach(route -> owners.put(route.name(), PRODUCT));
        offers.all().forEach(offer -> owners.putIfAbsent(offer.name(), offer.name()));
        targets.forEach(target -> owners.putIfAbsent(target.toString(), target.provider()));
        return owners;
    }
}
