package dev.caramba.dialect;

import java.util.Map;
import java.util.Optional;

/**
 * The settings of a provider entry that a dialect needs.
 *
 * @param baseUrl the base URL in the vendor's own form, without a trailing slash
 * @param apiKey the key; a secret that no message may contain
 * @param options the other settings of the entry by name, such as {@code max-tokens-field}
 * @param headers header fields of every request, by names in lower case; they replace those of the dialect, and no message
 *     may contain their values
 */
public record Endpoint(
        String baseUrl, Optional<String> apiKey, Map<String, String> options, Map<String, String> headers) {

    /** Creates an endpoint without headers of its own. */
    public Endpoint(String baseUrl, Optional<String> apiKey, Map<String, String> options) {
        this(baseUrl, apiKey, options, Map.of());
    }

    /** Returns a copy with another key. */
    public Endpoint withKey(String key) {
        return new Endpoint(baseUrl, Optional.of(key), options, headers);
    }

    /** Returns a copy with other options. */
    public Endpoint withOptions(Map<String, String> options) {
        return new Endpoint(baseUrl, apiKey, options, headers);
    }

    /** Shows only the base URL and never the key. */
    @Override
    public String toString() {
        return "Endpoint[" + baseUrl + "]";
    }
}
