package dev.caramba.generation;

/**
 * The caller of a request.
 *
 * @param name the name of the access key, or what stands for it; safe to log
 */
public record Caller(String name, Grant grant) {

    /** Returns a caller with every right. */
    public static Caller named(String name) {
        return new Caller(name, Grant.ALL);
    }
}
