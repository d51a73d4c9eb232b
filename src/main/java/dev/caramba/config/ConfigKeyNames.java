package dev.caramba.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the name under which the operator has set a key. That is the environment variable where its value is the
 * effective one.
 */
public final class ConfigKeyNames {

    private static final String KEY = "caramba.";

    private final SmallRyeConfig config;
    private final Set<String> all = new TreeSet<>();
    private final Set<String> variables = new TreeSet<>();
    private final Set<String> environments = new TreeSet<>();

    public ConfigKeyNames(SmallRyeConfig config) {
        this.config = config;
        config.getPropertyNames().forEach(all::add);
        config.getConfigSources(EnvConfigSource.class).forEach(source -> {
            variables.addAll(source.getPropertyNames());
            environments.add(source.getName());
        });
    }

    /**
     * Returns the name that the operator has set. For a missing key it is the name that the operator would have to set.
     */
    public String of(ConfigException mistake) {
        var key = mistake.key();
        if (!key.startsWith(KEY)) {
            return key;
        }
        return set(key).or(() -> below(key + "." + mistake.value()))
                .or(() -> below(key))
                .orElseGet(() -> below(key.substring(0, key.lastIndexOf('.')))
                        .filter(variables::contains)
                        .map(sibling -> UnknownKeys.asVariable(key))
                        .orElse(key));
    }

    private Optional<String> set(String key) {
        var variable = UnknownKeys.asVariable(key);
        return source(key)
                .map(source -> environments.contains(source) && variables.contains(variable) ? variable : key);
    }

    /** Returns the name of the first set key below the prefix. */
    private Optional<String> below(String prefix) {
        return all.stream()
                .filter(name -> name.startsWith(prefix + "."))
                .flatMap(name -> set(name).stream())
                .findFirst();
    }

    /** Returns the source of a value; empty when the key is not set, or has only its default. */
    private Optional<String> source(String key) {
        return all.contains(key)
                ? Optional.of(config.getConfigValue(key))
                        .filter(value -> value.getRawValue() != null)
                        .map(ConfigValue::getConfigSourceName)
                        .filter(source -> !source.startsWith("Default"))
                : Optional.empty();
    }
}
