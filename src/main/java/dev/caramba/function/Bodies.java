package dev.caramba.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;

/** Checks the bodies with which functions are called. */
final class Bodies {

    private Bodies() {}

    /** @throws dev.caramba.error.HttpErrorException with status 400 when the body is not an object */
    static ObjectNode object(JsonNode request) {
        if (request instanceof ObjectNode body) {
            return body;
        }
        throw HttpError.refusal(400, "invalid_request", "The body is not a JSON object.")
                .asException();
    }
}
