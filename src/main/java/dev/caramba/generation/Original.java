package dev.caramba.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.WireFormat;

/**
 * A piece of a provider's answer in a wire format that callers speak too. It holds all that the provider said, known to
 * the product or not.
 *
 * @param json the piece in the regular form of its format; never changed after its creation
 */
public record Original(WireFormat format, ObjectNode json) {}
