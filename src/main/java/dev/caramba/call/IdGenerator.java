package dev.caramba.call;

import java.util.concurrent.ThreadLocalRandom;

/** Generates ids for requests and answers. They are unique but not secret. */
public final class IdGenerator {

    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 24;

    private IdGenerator() {}

    /** Returns a new id with this prefix. */
    public static String next(String prefix) {
        var random = ThreadLocalRandom.current();
        var id = new StringBuilder(prefix);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
