package dev.caramba.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.WireFormat;
import java.util.Optional;

/**
 * A piece of a provider's answer in a wire format that callers speak too. It holds all that the provider said, known to
 * the product or not.
 *
 * @param json the piece in the regular form of its format; never changed after its creation
 * @param text the piece as the provider wrote it, in one line; empty when it was brought into regular form
 */
public record Original(WireFormat format, ObjectNode json, Optional<String> text) {

    /** Creates a piece whose own text does not matter. */
    public Original(WireFormat format, ObjectNode json) {
        this(format, json, Optional.empty());
    }
}
