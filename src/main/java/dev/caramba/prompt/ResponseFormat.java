package dev.caramba.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The shape that the answer's text must have; a request without one asks for plain text. */
public sealed interface ResponseFormat {

    /** Any JSON object. */
    record JsonObject() implements ResponseFormat {}

    /**
     * JSON that follows a schema.
     *
     * @param strict whether the caller asks for strict conformance; where it is empty, true is sent
     */
    record JsonSchema(String name, Optional<String> description, ObjectNode schema, Optional<Boolean> strict)
            implements ResponseFormat {}
}
