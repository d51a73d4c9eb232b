package dev.caramba.app;

import io.quarkus.runtime.configuration.ConfigurationException;

/** The one form in which a wrong configuration is told. Quarkus prints it as it is and ends with exit code 1. */
final class Mistake {

    private static final int LONGEST_VALUE = 200;
    private static final String HIDDEN = "(hidden)";

    private Mistake() {}

    static ConfigurationException wrong(String key, String value, String expected) {
        return new ConfigurationException(key + ": " + shown(value) + " (expected: " + expected + ")");
    }

    static ConfigurationException missing(String key, String expected) {
        return wrong(key, "not set", expected);
    }

    /** For values that are, or may hold, a secret. */
    static ConfigurationException secret(String key, String expected) {
        return wrong(key, HIDDEN, expected);
    }

    private static String shown(String value) {
        var line = value.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
    }
}
