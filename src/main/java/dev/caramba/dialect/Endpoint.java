package dev.caramba.dialect;

import java.util.Map;
import java.util.Optional;

/**
 * The settings of a provider entry that a dialect needs.
 *
 * @param baseUrl the base URL in the vendor's own form, without a trailing slash
 * @param apiKey the key; a secret that no message may contain
 * @param options the other settings of the entry by name, such as {@code max-tokens-field}
 */
public record Endpoint(String baseUrl, Optional<String> apiKey, Map<String, String> options) {

    /** Returns a copy with another key. */
    public Endpoint withKey(String key) {
        return new Endpoint(baseUrl, Optional.of(key), options);
    }

    /** Shows only the base URL and never the key. */
    @Override
    public String toString() {
        return "Endpoint[" + baseUrl + "]";
    }
}
