package dev.caramba.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An invocation as a runtime hands it over.
 *
 * @param requestId Lambda's id of it
 * @param end when Lambda stops it; empty where Lambda does not tell
 */
record Served(String requestId, Optional<Instant> end) {

    static Served of(Context context) {
        var left = Duration.ofMillis(context.getRemainingTimeInMillis());
        return new Served(context.getAwsRequestId(), Optional.of(Instant.now().plus(left)));
    }
}
