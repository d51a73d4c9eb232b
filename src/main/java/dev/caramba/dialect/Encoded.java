package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.wire.Framing;
import java.util.List;
import java.util.Map;

/**
 * A request in the wire format of a dialect.
 *
 * @param path the path and the query that follow the provider entry's base URL, with a leading slash
 * @param framing the framing of a streamed answer
 * @param droppedParams the names of parameters that were left out, as the caller wrote them
 */
public record Encoded(
        String path, Map<String, String> headers, ObjectNode body, Framing framing, List<String> droppedParams) {}
