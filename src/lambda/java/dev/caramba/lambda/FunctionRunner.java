package dev.caramba.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/**
 * Runs the deployed function for one invocation after the other, alike under Lambda's Java runtime and under our own
 * {@link RuntimeLoop}.
 */
@Singleton
@Unremovable
class FunctionRunner {

    private final DeployedFunction function;
    private final ThawBarrier freezeDetection;

    FunctionRunner(DeployedFunction function, ThawBarrier freezeDetection) {
        this.function = function;
        this.freezeDetection = freezeDetection;
    }

    /**
     * Returns the answer to an event, both as JSON in UTF-8. Blocks until it is there: an instance serves one invocation
     * at a time. Throws a {@link FunctionException} when there is none.
     */
    byte[] run(byte[] event, Served invocation) {
        try {
            freezeDetection.await();
            var answer = LambdaInvocations.serve(
                    invocation, () -> function.call(read(event)).await().indefinitely());
            return Json.write(answer).getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            throw FunctionException.of(e, invocation.requestId());
        }
    }

    static JsonNode read(byte[] event) {
        return Json.parse(new String(event, StandardCharsets.UTF_8))
                .orElseThrow(() -> HttpError.refusal(400, "invalid_request", "The event is not JSON.")
                        .asException());
    }
}
