package dev.caramba.http;

import dev.caramba.error.HttpError;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Reads the header {@code Idempotency-Key}: the caller's name for a request that may be sent several times but must run
 * once.
 */
final class IdempotencyKeyHeader {

    private static final String HEADER = "idempotency-key";
    private static final int LONGEST = 255;

    private IdempotencyKeyHeader() {}

    /**
     * Returns the key; empty when the header is missing.
     *
     * @throws dev.caramba.error.HttpErrorException with status 400 when the key cannot be stored
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
