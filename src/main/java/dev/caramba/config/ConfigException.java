package dev.caramba.config;

import io.quarkus.runtime.configuration.ConfigurationException;

/** One mistake in the configuration, described in one line. Quarkus prints the line as it is and exits with code 1. */
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

    /** Describes a wrong value that is, or may hold, a secret. The value is not shown. */
    public static ConfigException secret(String key, String expected) {
        return wrong(key, HIDDEN, expected);
    }

    /** Describes a name that no reader knows. Its value is not shown: it may be a secret under a wrong name. */
    static ConfigException unknown(String name, String expected) {
        return wrong(name, UNKNOWN, expected);
    }

    /** Describes an unknown name that is so near to a known one that the known one was probably meant. */
    static ConfigException misspelt(String name, String meant) {
        return new ConfigException(name, UNKNOWN, " (did you mean " + meant + "?)");
    }

    public String key() {
        return key;
    }

    /** Returns whether the mistake is that nothing was set. */
    public boolean missing() {
        return value.equals(NOT_SET);
    }

    /** Returns the value as the message shows it. */
    public String value() {
        return value;
    }

    /** Returns the line with the name under which the operator has set the key. */
    public String line(String name) {
        return name + ": " + value + rest;
    }

    private static String shown(String value) {
        var line = value.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
    }
}
