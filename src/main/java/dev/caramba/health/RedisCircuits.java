package dev.caramba.health;

import dev.caramba.prompt.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The circuits of some targets, numbered from 1 as the scripts count them: first those of the targets, then those of
 * their providers.
 */
final class RedisCircuits {

    private final Map<Target, Integer> numbers = new LinkedHashMap<>();
    private final List<Target> targets;
    private final Map<String, Integer> providers = new LinkedHashMap<>();
    private final List<String> keys;

    RedisCircuits(RedisHealthKeys names, Stream<Target> ranked) {
        ranked.forEach(target -> numbers.putIfAbsent(target, numbers.size() + 1));
        targets = List.copyOf(numbers.keySet());
        targets.forEach(target -> providers.putIfAbsent(target.provider(), targets.size() + providers.size() + 1));
        keys = new ArrayList<>(2 * (targets.size() + providers.size()));
        targets.forEach(target -> keys.add(names.circuit(target)));
        providers.keySet().forEach(provider -> keys.add(names.circuit(provider)));
        targets.forEach(target -> keys.add(names.leases(target)));
        providers.keySet().forEach(provider -> keys.add(names.leases(provider)));
    }

    /** Returns the keys of the circuits, then those of the leases of each. */
    List<String> keys() {
        return keys;
    }

    /** Returns the targets in the order of their numbers. */
    List<Target> targets() {
        return targets;
    }

    int number(Target target) {
        return numbers.get(target);
    }

    /** Returns the number of the circuit of the target's provider. */
    int providerNumber(Target target) {
        return providers.get(target.provider());
    }
}
