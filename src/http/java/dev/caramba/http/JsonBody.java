package dev.caramba.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import dev.caramba.error.HttpErrorException;
import dev.caramba.format.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The body of a request.
 *
 * @param text the body as it came
 */
public record JsonBody(ObjectNode json, String text) {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * Returns the body as a JSON object.
     *
     * @throws HttpErrorException with status 400 when the body is anything else
     */
    public static ObjectNode of(RoutingContext request) {
        return read(request).json();
    }

    /**
     * Returns the body as a JSON object and as text.
     *
     * @throws HttpErrorException with status 400 when the body is no JSON object
     */
    public static JsonBody read(RoutingContext request) {
        var body = Optional.ofNullable(request.body().buffer())
                .filter(buffer -> buffer.length() > 0)
                .orElseThrow(() -> refused("The body is empty (expected a JSON object)."));
        var text = text(body);
        return Json.object(text)
                .map(json -> new JsonBody(json, text))
                .orElseThrow(() -> refused("The body is not a JSON object."));
    }

    private static String text(Buffer body) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw refused("The body is not UTF-8.");
        }
    }

    private static HttpErrorException refused(String message) {
        return HttpError.refusal(400, "invalid_request", message).asException();
    }
}
