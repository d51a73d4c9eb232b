package dev.caramba.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Knows by what name a key was set: by its variable, where that is what counts. */
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

    /** The name that the operator has set, or, of what is missing, would have to set. */
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

    /** The first of an entry's keys that is set. */
    private Optional<String> below(String prefix) {
        return all.stream()
                .filter(name -> name.startsWith(prefix + "."))
                .flatMap(name -> set(name).stream())
                .findFirst();
    }

    /** Empty where nobody has set it, and it has its default at most. */
    private Optional<String> source(String key) {
        return all.contains(key)
                ? Optional.of(config.getConfigValue(key))
                        .filter(value -> value.getRawValue() != null)
                        .map(ConfigValue::getConfigSourceName)
                        .filter(source -> !source.startsWith("Default"))
                : Optional.empty();
    }
}
