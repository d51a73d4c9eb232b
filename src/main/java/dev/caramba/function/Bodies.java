package dev.caramba.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;

/** What functions are called with. */
final class Bodies {

    private Bodies() {}

    /** @throws dev.caramba.error.HttpErrorException a 400 when it is anything but an object */
    static ObjectNode object(JsonNode request) {
        if (request instanceof ObjectNode body) {
            return body;
        }
        throw HttpError.refusal(400, "invalid_request", "The body is not a JSON object.")
                .asException();
    }
}
