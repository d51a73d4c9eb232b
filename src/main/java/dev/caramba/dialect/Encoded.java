package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.wire.Framing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request in the wire format of a dialect.
 *
 * @param path the path and the query that follow the provider entry's base URL, with a leading slash
 * @param framing the framing of a streamed answer
 * @param droppedParams the names of parameters that were left out, as the caller wrote them
 * @param answer the format of the answer where this request gets another one than the dialect's others
 */
public record Encoded(
        String path,
        Map<String, String> headers,
        ObjectNode body,
        Framing framing,
        List<String> droppedParams,
        Optional<Decoder.Format> answer) {

    /** Creates a request whose answer has the dialect's usual format. */
    public Encoded(
            String path, Map<String, String> headers, ObjectNode body, Framing framing, List<String> droppedParams) {
        this(path, headers, body, framing, droppedParams, Optional.empty());
    }
}
