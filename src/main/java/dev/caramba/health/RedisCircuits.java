package dev.caramba.health;

import dev.caramba.generation.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Some targets and the circuits that their health is made of, numbered from one on, as the scripts count. */
final class RedisCircuits {

    private final RedisKeys names;
    private final List<String> keys = new ArrayList<>();
    private final Map<String, Integer> providers = new LinkedHashMap<>();
    private final Map<Target, Integer> targets = new LinkedHashMap<>();
    private final List<String> pairs = new ArrayList<>();
    private int circuits;

    RedisCircuits(RedisKeys names, Stream<Target> ranked) {
        this.names = names;
        ranked.distinct().forEach(this::add);
    }

    private void add(Target target) {
        targets.put(target, targets.size() + 1);
        pairs.add(number(names.circuit(target), names.leases(target)));
        pairs.add(String.valueOf(providers.computeIfAbsent(
                target.provider(),
                provider -> Integer.valueOf(number(names.circuit(provider), names.leases(provider))))));
    }

    private String number(String hash, String leases) {
        keys.add(hash);
        keys.add(leases);
        return String.valueOf(++circuits);
    }

    /** Hash and leases of every circuit. */
    List<String> keys() {
        return keys;
    }

    /** For every target the numbers of its own circuit and of its provider's. */
    List<String> pairs() {
        return pairs;
    }

    /** In the order of their numbers. */
    List<Target> targets() {
        return List.copyOf(targets.keySet());
    }

    int number(Target target) {
        return targets.get(target);
    }
}
