package dev.caramba.redis;

/**
 * Marks the names of leases and claims that this instance granted on its own while the shared memory was out of reach. The
 * shared memory never sees the mark.
 */
public final class LocalGrant {

    private static final String MARK = "local:";

    private LocalGrant() {}

    /** The name with the mark. */
    public static String mark(String name) {
        return MARK + name;
    }

    /** Whether this instance granted it on its own. */
    public static boolean isMarked(String name) {
        return name.startsWith(MARK);
    }

    /** The name without its mark, if it has one. */
    public static String unmark(String name) {
        return isMarked(name) ? name.substring(MARK.length()) : name;
    }
}
