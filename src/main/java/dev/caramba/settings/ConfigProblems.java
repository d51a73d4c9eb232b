package dev.caramba.settings;

import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigKeyNames;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds all mistakes in the configuration at once. Readers throw at the first mistake. So the mistake is recorded and
 * replaced by a placeholder, and everything is read again until no mistake is left. Only a start that fails pays for
 * it.
 */
final class ConfigProblems {

    /** A longer report would help nobody. */
    private static final int MOST = 100;

    private static final String TYPE = ".type";

    private ConfigProblems() {}

    /**
     * Returns one exception with a line for each mistake, under the names that the operator has set.
     *
     * @param known the mistakes found so far
     * @param reading reads everything and throws the first mistake that it meets
     */
    static ConfigurationException all(
            SmallRyeConfig config, List<ConfigException> known, Consumer<SmallRyeConfig> reading) {
        var names = new ConfigKeyNames(config);
        var found = new ArrayList<>(known);
        found.addAll(in(config, reading));
        var lines = found.stream().map(mistake -> mistake.line(names.of(mistake)));
        return new ConfigurationException(String.join("\n", lines.distinct().toList()));
    }

    private static List<ConfigException> in(SmallRyeConfig config, Consumer<SmallRyeConfig> reading) {
        var corrected = new CorrectedConfig(config);
        var found = new ArrayList<ConfigException>();
        while (found.size() < MOST) {
            try {
                reading.accept(corrected.config());
                return found;
            } catch (ConfigException mistake) {
                found.removeIf(earlier -> isExplained(earlier, mistake));
                found.add(mistake);
                if (!corrected.setRight(mistake)) {
                    return found;
                }
            } catch (RuntimeException e) {
                // A placeholder caused this; it is no mistake of the operator's.
                return found;
            }
        }
        return found;
    }

    /**
     * Returns whether the earlier mistake may be a consequence of the later one: what an entry of an unknown type lacks
     * is not known.
     */
    private static boolean isExplained(ConfigException earlier, ConfigException later) {
        return later.key().endsWith(TYPE)
                && earlier.missing()
                && earlier.key().startsWith(later.key().substring(0, later.key().length() - TYPE.length() + 1));
    }
}
