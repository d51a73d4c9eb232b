package dev.caramba.redis;

/**
 * Marks the names of leases and claims that this instance granted alone while the shared store was out of reach. The
 * shared store never sees the mark.
 */
public final class LocalGrant {

    private static final String MARK = "local:";

    private LocalGrant() {}

    /** Returns the name with the mark. */
    public static String mark(String name) {
        return MARK + name;
    }

    /** Returns whether the name has the mark. */
    public static boolean isMarked(String name) {
        return name.startsWith(MARK);
    }

    /** Returns the name without its mark, if it has one. */
    public static String unmark(String name) {
        return isMarked(name) ? name.substring(MARK.length()) : name;
    }
}
