package dev.caramba.http;

import dev.caramba.generation.TraceContext;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The attributes that identify a valid event of a known type. Its sender delivers it again unless it is acknowledged.
 */
record EventAttributes(String source, String id, boolean structured, Optional<TraceContext> trace) {

    private static final String KEY = EventAttributes.class.getName();

    static Optional<EventAttributes> of(RoutingContext request) {
        return Optional.ofNullable(request.get(KEY));
    }

    void accept(RoutingContext request) {
        request.put(KEY, this);
    }
}
