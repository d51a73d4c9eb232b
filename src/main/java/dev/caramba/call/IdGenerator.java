package dev.caramba.call;

import java.util.concurrent.ThreadLocalRandom;

/** Names things that need no secrecy: requests and answers. */
public final class IdGenerator {

    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 24;

    private IdGenerator() {}

    /** A new id that starts with this prefix. */
    public static String next(String prefix) {
        var random = ThreadLocalRandom.current();
        var id = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
