package dev.caramba.dialect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes the header fields of a request. */
public final class RequestHeaders {

    private RequestHeaders() {}

    /** Returns the headers with the provider entry's key, if it has one, as a bearer token. */
    public static Map<String, String> of(Endpoint endpoint, String accept) {
        return of(accept, "Authorization", endpoint.apiKey().map(key -> "Bearer " + key));
    }

    /** Returns the headers with the key, if there is one, in a field of its own. */
    public static Map<String, String> of(String accept, String keyField, Optional<String> key) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", accept);
        key.ifPresent(value -> headers.put(keyField, value));
        return headers;
    }
}
