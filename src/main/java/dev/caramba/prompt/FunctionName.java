package dev.caramba.prompt;

import dev.caramba.format.Sha256;
import java.util.Optional;

/** The name that a tool of a namespace has where there are functions alone. */
public final class FunctionName {

    private static final String SEPARATOR = "__";

    /** The longest name that providers accept for a function. */
    private static final int LONGEST = 64;

    private static final int HASH_LENGTH = 8;

    private FunctionName() {}

    /** Returns the namespace and the name, shortened with a hash where that is too long; without a namespace the name. */
    public static String of(String name, Optional<String> namespace) {
        var full = namespace.map(space -> space + SEPARATOR + name).orElse(name);
        return namespace.isEmpty() || full.length() <= LONGEST ? full : shortened(full);
    }

    private static String shortened(String name) {
        return name.substring(0, LONGEST - HASH_LENGTH - 1) + "_"
                + Sha256.hex(name).substring(0, HASH_LENGTH);
    }
}
