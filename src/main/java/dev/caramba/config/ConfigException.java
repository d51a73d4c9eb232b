package dev.caramba.config;

import io.quarkus.runtime.configuration.ConfigurationException;

/** One thing that is wrong in the configuration, in one line. Quarkus prints it as it is and ends with exit code 1. */
public final class ConfigException extends ConfigurationException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_VALUE = 200;
    private static final String HIDDEN = "(hidden)";
    private static final String NOT_SET = "not set";
    private static final String UNKNOWN = "unknown";

    private final String key;
    private final String value;
    private final String rest;

    private ConfigException(String key, String value, String rest) {
        super(key + ": " + value + rest);
        this.key = key;
        this.value = value;
        this.rest = rest;
    }

    public static ConfigException wrong(String key, String value, String expected) {
        return new ConfigException(key, shown(value), " (expected: " + expected + ")");
    }

    public static ConfigException missing(String key, String expected) {
        return wrong(key, NOT_SET, expected);
    }

    /** For values that are, or may hold, a secret. */
    public static ConfigException secret(String key, String expected) {
        return wrong(key, HIDDEN, expected);
    }

    /** A name that nothing reads; its value may be a secret that was put under a wrong name. */
    static ConfigException unknown(String name, String expected) {
        return wrong(name, UNKNOWN, expected);
    }

    /** The same where a known name is so near that it was probably meant. */
    static ConfigException misspelt(String name, String meant) {
        return new ConfigException(name, UNKNOWN, " (did you mean " + meant + "?)");
    }

    public String key() {
        return key;
    }

    /** Whether it is that nothing was set. */
    public boolean missing() {
        return value.equals(NOT_SET);
    }

    /** As it is shown. */
    public String value() {
        return value;
    }

    /** The line with the name by which it was set. */
    public String line(String name) {
        return name + ": " + value + rest;
    }

    private static String shown(String value) {
        var line = value.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
    }
}
