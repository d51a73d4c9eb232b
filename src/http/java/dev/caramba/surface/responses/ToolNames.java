package dev.caramba.surface.responses;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The names that the tools of a request have as functions, and what the caller calls them. */
final class ToolNames {

    private static final String SEPARATOR = "__";

    /** The longest name that providers accept for a function. */
    private static final int LONGEST = 64;

    private static final int HASH_LENGTH = 8;

    private final Map<String, Named> tools = new HashMap<>();

    /**
     * A tool as the caller knows it.
     *
     * @param custom whether it takes plain text
     */
    record Named(String name, Optional<String> namespace, boolean custom) {}

    /** Adds a tool and returns the name of its function. */
    String add(Named tool) {
        var name = functionName(tool.name(), tool.namespace());
        tools.put(name, tool);
        return name;
    }

    /** Returns the tool of a function; a function that nobody declared is a tool of the same name. */
    Named of(String function) {
        return tools.getOrDefault(function, new Named(function, Optional.empty(), false));
    }

    /** Returns the name of the function for a tool: its namespace and its name, shortened where that is too long. */
    static String functionName(String name, Optional<String> namespace) {
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
