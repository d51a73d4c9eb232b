package dev.caramba.request;

import dev.caramba.prompt.ResponseFormat;
import java.util.Optional;

/** Reads the format that the answer must have. */
final class ResponseFormatReader {

    private ResponseFormatReader() {}

    static Optional<ResponseFormat> read(RequestFields request) {
        return request.object("response_format", "responseFormat").flatMap(ResponseFormatReader::format);
    }

    private static Optional<ResponseFormat> format(RequestFields format) {
        var type = format.requiredText("type");
        return switch (type) {
            case "text" -> Optional.empty();
            case "json_object", "jsonObject" -> Optional.of(new ResponseFormat.JsonObject(format.whole("schema")));
            case "json_schema", "jsonSchema" -> Optional.of(schema(format));
            default -> {
                format.leaveUnread("response_format");
                yield Optional.empty();
            }
        };
    }

    /** Reads a schema in OpenAI's form, or without the envelope {@code json_schema}. */
    private static ResponseFormat schema(RequestFields format) {
        var flat = format.any("json_schema", "jsonSchema").isEmpty()
                && format.any("schema").isPresent();
        var schema = flat ? format : format.requiredObject("json_schema", "jsonSchema");
        return new ResponseFormat.JsonSchema(
                schema.requiredText("name"),
                schema.text("description"),
                schema.whole("schema").orElseThrow(() -> schema.missing("an object", "schema")),
                schema.flag("strict"));
    }
}
