package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.wire.Framing;
import java.util.List;
import java.util.Map;

/**
 * A request as a dialect writes it.
 *
 * @param path what follows the entry's base URL, with its leading slash, query included
 * @param framing of a streamed answer
 * @param droppedParams names, as the caller wrote them, of parameters that were left out
 */
public record Encoded(
        String path, Map<String, String> headers, ObjectNode body, Framing framing, List<String> droppedParams) {}
