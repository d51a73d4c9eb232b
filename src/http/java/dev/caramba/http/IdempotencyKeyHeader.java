package dev.caramba.http;

import dev.caramba.error.HttpError;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The caller's own name for a request that it may send more than once and wants to be run once. */
final class IdempotencyKeyHeader {

    private static final String HEADER = "idempotency-key";
    private static final int LONGEST = 255;

    private IdempotencyKeyHeader() {}

    /**
     * The key, where there is one.
     *
     * @throws dev.caramba.error.HttpErrorException a 400 when it is none that can be kept
     */
    static Optional<String> of(RoutingContext request) {
        var key = Optional.ofNullable(request.request().getHeader(HEADER));
        key.filter(text -> !fits(text)).ifPresent(text -> {
            throw HttpError.refusal(
                            400, "invalid_request", HEADER + ": expected 1 to 255 characters, none of them a control")
                    .withParam(HEADER)
                    .asException();
        });
        return key;
    }

    private static boolean fits(String key) {
        return !key.isBlank() && key.length() <= LONGEST && key.chars().noneMatch(Character::isISOControl);
    }
}
