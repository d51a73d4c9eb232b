package dev.caramba.format;

/**
 * Writes a host name with underscores as one without, and back, for clients whose addresses cannot hold such a name. The
 * stand-in ends in {@code .invalid}, which no server has (RFC 2606).
 */
public final class UnderscoreHost {

    private static final String UNDERSCORE = "-x5f-";
    private static final String END = ".underscore.invalid";

    private UnderscoreHost() {}

    /** Returns a name without underscores that stands for this one. */
    public static String standIn(String host) {
        return host.replace("_", UNDERSCORE) + END;
    }

    /** Returns whether the host is a stand-in. */
    public static boolean isStandIn(String host) {
        return host.endsWith(END);
    }

    /** Returns the name for which a stand-in stands. */
    public static String meant(String standIn) {
        return standIn.substring(0, standIn.length() - END.length()).replace(UNDERSCORE, "_");
    }
}
