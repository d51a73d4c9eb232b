package dev.caramba.settings;

import dev.caramba.config.CarambaConfig;
import dev.caramba.config.ConfigException;
import dev.caramba.config.entry.BuiltInProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A configuration with placeholders in place of its mistakes, so that one mistake is not reported twice. */
final class CorrectedConfig {

    private static final int ORDINAL = 100;
    private static final String HASH = "0".repeat(64);
    private static final String TEXT = "x";
    private static final String ADDRESS = "http://localhost";
    private static final Pattern FILE = Pattern.compile("(.+)[._-]file", Pattern.CASE_INSENSITIVE);
    private static final Pattern PROVIDER = Pattern.compile("(caramba\\.providers\\.[^.]+\\.).+");
    private static final Set<String> OF_ENTRIES =
            Set.of("caramba.providers", "caramba.routes", "caramba.access.grants");

    private final Map<String, String> values = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    CorrectedConfig(SmallRyeConfig config) {
        config.getPropertyNames().forEach(name -> {
            try {
                config.getOptionalValue(name, String.class).ifPresent(value -> values.put(name, value));
            } catch (ConfigException reported) {
                // The code that reads this value reports the mistake.
                values.put(name, "");
            }
        });
    }

    SmallRyeConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(CarambaConfig.class)
                .withMappingIgnore("caramba.**")
                .withSources(new PropertiesConfigSource(values, "corrected", ORDINAL))
                .build();
    }

    /** Puts a placeholder in place of the mistake. Returns false when none helps. */
    boolean setRight(ConfigException mistake) {
        var key = mistake.key();
        if (OF_ENTRIES.contains(key)) {
            return values.keySet().removeIf(name -> name.startsWith(key + "." + mistake.value() + "."));
        }
        if (!seen.add(key)) {
            return false;
        }
        var ofFile = FILE.matcher(key);
        values.remove(key);
        if (ofFile.matches()) {
            standIn(ofFile.group(1));
        } else {
            standIn(key);
        }
        return true;
    }

    private void standIn(String key) {
        var provider = PROVIDER.matcher(key);
        if (provider.matches()) {
            values.putIfAbsent(provider.group(1) + "base-url", ADDRESS);
            values.putIfAbsent(provider.group(1) + "model", TEXT);
        } else if (key.startsWith("caramba.access.keys.")) {
            values.put(key, HASH);
        } else if (key.matches("caramba\\.routes\\..+\\.targets")) {
            values.put(key, BuiltInProvider.OPENAI.entryName());
        } else if (key.startsWith("caramba.access.oidc.")) {
            values.putIfAbsent("caramba.access.oidc.issuer", ADDRESS);
            values.putIfAbsent("caramba.access.oidc.audience", TEXT);
            values.putIfAbsent("caramba.access.oidc.grant-claim", TEXT);
        } else if (!key.startsWith("caramba.")) {
            values.put(key, TEXT);
        }
    }
}
