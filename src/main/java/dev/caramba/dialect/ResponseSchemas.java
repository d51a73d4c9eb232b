package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.ResponseFormat;
import java.util.Optional;

/** The schema of an answer, for providers that take a schema without a name. All of them follow it strictly. */
public final class ResponseSchemas {

    private static final String DESCRIPTION = "description";

    private ResponseSchemas() {}

    /** Returns the schema, with the format's description where it has none of its own; empty for any JSON object. */
    public static Optional<ObjectNode> of(ResponseFormat format) {
        if (format instanceof ResponseFormat.JsonObject any) {
            return any.schema();
        }
        var schema = (ResponseFormat.JsonSchema) format;
        return Optional.of(schema.description()
                .filter(text -> !schema.schema().has(DESCRIPTION))
                .map(text -> schema.schema().deepCopy().put(DESCRIPTION, text))
                .orElseGet(schema::schema));
    }
}
