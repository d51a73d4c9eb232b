package dev.caramba.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The shared keys that an instance knows at one moment. A name in it takes precedence over the same configured name.
 *
 * @param current whether the list is complete; otherwise the shared store may know more keys
 * @param good whether its keys may still be used
 */
record KeySnapshot(Map<String, SharedKey> byName, AccessKeys keys, boolean current, boolean good) {

    /** The list where the fleet shares no keys. */
    static final KeySnapshot NONE = of(List.of());

    static KeySnapshot of(List<SharedKey> keys) {
        var byName = new LinkedHashMap<String, SharedKey>();
        keys.forEach(key -> byName.put(key.name(), key));
        var hashes = keys.stream()
                .filter(key -> !key.revoked())
                .collect(Collectors.toMap(SharedKey::name, key -> key.sha256().orElseThrow()));
        return new KeySnapshot(Map.copyOf(byName), new AccessKeys(hashes), true, true);
    }

    /** Returns the same list while the shared store is unreachable. */
    KeySnapshot outdated(boolean good) {
        return new KeySnapshot(byName, keys, false, good);
    }

    boolean knows(String name) {
        return byName.containsKey(name);
    }

    Optional<SharedKey> of(String key) {
        return keys.callerOf(key).map(byName::get);
    }
}
