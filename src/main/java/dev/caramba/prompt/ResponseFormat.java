package dev.caramba.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The shape that the answer's text must have; a request without one asks for plain text. */
public sealed interface ResponseFormat {

    /**
     * Any JSON object.
     *
     * @param schema the schema that it follows, on servers that take one here
     */
    record JsonObject(Optional<ObjectNode> schema) implements ResponseFormat {

        public JsonObject() {
            this(Optional.empty());
        }
    }

    /**
     * JSON that follows a schema.
     *
     * @param strict whether the caller asks for strict conformance; empty leaves that to the provider
     */
    record JsonSchema(String name, Optional<String> description, ObjectNode schema, Optional<Boolean> strict)
            implements ResponseFormat {}
}
