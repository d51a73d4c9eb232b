package dev.caramba.dialect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The header fields of a request. */
public final class RequestHeaders {

    private RequestHeaders() {}

    /** With the entry's key, if there is one, as a bearer token. */
    public static Map<String, String> of(Endpoint endpoint, String accept) {
        return of(accept, "Authorization", endpoint.apiKey().map(key -> "Bearer " + key));
    }

    /** With the key, if there is one, in a field of its own. */
    public static Map<String, String> of(String accept, String keyField, Optional<String> key) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", accept);
        key.ifPresent(value -> headers.put(keyField, value));
        return headers;
    }
}
