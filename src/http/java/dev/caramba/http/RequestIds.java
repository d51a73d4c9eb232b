package dev.caramba.http;

import dev.caramba.call.IdGenerator;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;

/** Gives every request an id and puts it into the response. The caller's own id is used where it is safe to repeat. */
@Singleton
final class RequestIds implements Handler<RoutingContext> {

    private static final String HEADER = "x-request-id";
    private static final String KEY = RequestIds.class.getName();
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    @Override
    public void handle(RoutingContext request) {
        request.response().putHeader(HEADER, of(request));
        request.next();
    }

    /** Returns the id of the request. */
    static String of(RoutingContext request) {
        Optional<String> known = Optional.ofNullable(request.get(KEY));
        return known.orElseGet(() -> {
            var id = Optional.ofNullable(request.request().getHeader(HEADER))
                    .filter(sent -> SAFE.matcher(sent).matches())
                    .orElseGet(() -> IdGenerator.next("req_"));
            request.put(KEY, id);
            return id;
        });
    }
}
