package dev.caramba.prompt;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        return name.substring(0, LONGEST - HASH_LENGTH - 1) + "_" + hash(name);
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
