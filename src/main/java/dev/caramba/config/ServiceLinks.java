package dev.caramba.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The variables by which Kubernetes tells every pod where the Services of its namespace are, as it does unless
 * {@code enableServiceLinks} is false. Those of a Service whose name begins with {@code caramba} look like ours; their
 * values do not: an address or a number in a form of its own.
 */
final class ServiceLinks {

    private static final String ADDRESS = "[0-9a-fA-F.:]+";
    private static final String NUMBER = "\\d+";
    private static final String URL = "(?i)(tcp|udp|sctp)://\\S+";
    private static final String PORT = ".*_PORT_\\d+_(TCP|UDP|SCTP)";

    /** What values look like, by the form of the name. */
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
