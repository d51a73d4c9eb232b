package dev.caramba.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Recognises the variables by which Kubernetes tells every pod the addresses of the Services in its namespace.
 * Kubernetes sets them unless {@code enableServiceLinks} is false. Those of a Service whose name begins with
 * {@code caramba} look like configuration keys. They differ by their values: an address or a number in a fixed form.
 */
final class ServiceLinks {

    private static final String ADDRESS = "[0-9a-fA-F.:]+";
    private static final String NUMBER = "\\d+";
    private static final String URL = "(?i)(tcp|udp|sctp)://\\S+";
    private static final String PORT = ".*_PORT_\\d+_(TCP|UDP|SCTP)";

    /** The form of the value by the form of the name. */
    private static final List<Map.Entry<Pattern, Pattern>> FORMS = List.of(
            form(".*_SERVICE_HOST", ADDRESS),
            form(".*_SERVICE_PORT(_.+)?", NUMBER),
            form(".*_PORT", URL),
            form(PORT, URL),
            form(PORT + "_PROTO", "(?i)tcp|udp|sctp"),
            form(PORT + "_PORT", NUMBER),
            form(PORT + "_ADDR", ADDRESS));

    private ServiceLinks() {}

    static boolean include(String variable, String value) {
        return FORMS.stream()
                .anyMatch(form -> form.getKey().matcher(variable).matches()
                        && form.getValue().matcher(value).matches());
    }

    private static Map.Entry<Pattern, Pattern> form(String name, String value) {
        return Map.entry(Pattern.compile(name), Pattern.compile(value));
    }
}
