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
 * One enabled entry that answers over HTTP.
 *
 * @param keyFile that the key was read from, and is read from again
 */
public record ProviderEntry(
        String name,
        String type,
        Endpoint endpoint,
        HttpTimeouts timeouts,
        CandidateSettings terms,
        Optional<SecretFile> keyFile) {

    /** The same entry with one more option for its dialect. */
    ProviderEntry withOption(String option, String value) {
        var options = new HashMap<>(endpoint.options());
        options.put(option, value);
        var more = new Endpoint(endpoint.baseUrl(), endpoint.apiKey(), Map.copyOf(options));
        return new ProviderEntry(name, type, more, timeouts, terms, keyFile);
    }

    /** The dialect that the type names, in any case. */
    public Dialect dialect(Dialects dialects) {
        return dialects.named(type)
                .or(() -> dialects.named(type.toLowerCase(Locale.ROOT)))
                .orElseThrow(() -> ConfigException.wrong(
                        "caramba.providers." + name + ".type", type, "one of " + String.join(", ", dialects.names())));
    }
}
