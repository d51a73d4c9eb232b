package dev.caramba.http;

import dev.caramba.call.IdGenerator;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;

/** Gives every request an id, the caller's where it is safe to repeat, and says it in the response. */
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

    /** The request's id. */
    static String of(RoutingContext request) {
        Optional<String> known = Optional.ofNullable(request.get(KEY));
        return known.orElseGet(() -> {
            var id = Optional.ofNullable(request.request().getHeader(HEADER))
                    .filter(theirs -> SAFE.matcher(theirs).matches())
                    .orElseGet(() -> IdGenerator.next("req_"));
            request.put(KEY, id);
            return id;
        });
    }
}
