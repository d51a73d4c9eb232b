package dev.caramba.dialect;

import java.util.LinkedHashMap;
import java.util.Map;

/** The header fields of a request whose key, if there is one, is a bearer token. */
final class RequestHeaders {

    private RequestHeaders() {}

    static Map<String, String> of(Endpoint endpoint, String accept) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", accept);
        endpoint.apiKey().ifPresent(key -> headers.put("Authorization", "Bearer " + key));
        return headers;
    }
}
