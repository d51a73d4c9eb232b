package dev.caramba.config.entry;

import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigSection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the header fields that every request to a provider carries besides those of its dialect. The values may be
 * secrets, so that no mistake shows them.
 */
final class ExtraHeaders {

    private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+^_`|~-]+");

    /** The characters of a field's value: RFC 9110, section 5.5, without the bytes that are no ASCII. */
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?");

    /** Fields that tell where a message ends or concern one connection: RFC 9110, sections 7.2, 7.6.1 and 8.6. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "http2-settings");

    private ExtraHeaders() {}

    /**
     * Returns the values by the names in lower case. A variable cannot have a dash in its name: the configuration makes
     * a dot of each {@code _} of a variable, and it is read as a dash. The variable wins over a key of a file.
     */
    static Map<String, String> read(ConfigSection section, Map<String, Optional<String>> keys) {
        var headers = new TreeMap<String, String>();
        new TreeMap<>(keys)
                .forEach((key, text) -> text.filter(value -> !value.isEmpty()).ifPresent(value -> {
                    var name = checkedName(section, key);
                    if (isVariable(key) || !headers.containsKey(name)) {
                        headers.put(name, checkedValue(section, key, value));
                    }
                }));
        return headers;
    }

    private static boolean isVariable(String key) {
        return key.equals(key.toLowerCase(Locale.ROOT)) && !key.contains("-");
    }

    private static String checkedName(ConfigSection section, String key) {
        var name = key.toLowerCase(Locale.ROOT).replace('.', '-');
        if (OF_THE_CONNECTION.contains(name)) {
            throw ConfigException.secret(
                    section.key("headers." + key),
                    "a header that does not belong to the connection, as " + name + " does");
        }
        if (!NAME.matcher(name).matches()) {
            throw ConfigException.secret(section.key("headers." + key), "the name of a header, such as x-title");
        }
        return name;
    }

    private static String checkedValue(ConfigSection section, String key, String value) {
        if (!VALUE.matcher(value).matches()) {
            throw ConfigException.secret(
                    section.key("headers." + key),
                    "printable ASCII characters in one line, without white space around them");
        }
        return value;
    }
}
