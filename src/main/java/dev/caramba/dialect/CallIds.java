package dev.caramba.dialect;

import dev.caramba.format.Sha256;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * The ids of one answer's function calls. An id is the provider's own, or a new one if the provider gave none or
 * repeated one. A new id is a digest of what distinguishes this call from the calls of other answers. It fits the
 * strictest known rule for ids (letters, digits, {@code _} and {@code -}; at most 40).
 */
public final class CallIds {

    private static final int BYTES = 12;

    private final Set<String> taken = new HashSet<>();

    /**
     * Returns the id of the next call.
     *
     * @param given the provider's id, or an empty text
     * @param answer what the provider sent that identifies the answer
     */
    public String next(String given, String answer, String name, String arguments) {
        if (!given.isEmpty() && taken.add(given)) {
            return given;
        }
        var made = "call_" + digest(String.join("\n", answer, String.valueOf(taken.size()), name, arguments));
        taken.add(made);
        return made;
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Sha256.of(text), 0, BYTES);
    }
}
