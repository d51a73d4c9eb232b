package dev.caramba.config.entry;

import dev.caramba.config.ConfigException;
import dev.caramba.config.SecretFile;
import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.provider.HttpTimeouts;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One enabled entry of a provider that is reached over HTTP.
 *
 * @param keyFile the file from which the key was read, and is read again later
 */
public record ProviderEntry(
        String name,
        String type,
        Endpoint endpoint,
        HttpTimeouts timeouts,
        CandidateSettings terms,
        Optional<SecretFile> keyFile) {

    /** Returns the entry with one more option for its dialect. */
    ProviderEntry withOption(String option, String value) {
        var options = new HashMap<>(endpoint.options());
        options.put(option, value);
        var more = endpoint.withOptions(Map.copyOf(options));
        return new ProviderEntry(name, type, more, timeouts, terms, keyFile);
    }

    /** Returns the dialect that the type names, in any case. */
    public Dialect dialect(Dialects dialects) {
        return dialects.named(type)
                .or(() -> dialects.named(type.toLowerCase(Locale.ROOT)))
                .orElseThrow(() -> ConfigException.wrong(
                        "caramba.providers." + name + ".type", type, "one of " + String.join(", ", dialects.names())));
    }
}
