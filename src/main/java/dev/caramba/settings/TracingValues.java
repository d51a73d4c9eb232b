package dev.caramba.settings;

import dev.caramba.config.BaseUrl;
import dev.caramba.config.CarambaConfig.TracingKeys;
import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigSection;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The checked values of {@code caramba.tracing} and of OpenTelemetry's standard variables.
 *
 * @param endpoint the address to which spans are sent; empty when no spans are made
 * @param headers the headers of those requests; they may be secrets
 * @param resource the attributes of this process in a trace
 * @param sample the share of the traces begun here that are recorded
 * @param takes whether the provider of this name receives the trace context
 */
public record TracingValues(
        Optional<URI> endpoint,
        Map<String, String> headers,
        Map<String, String> resource,
        double sample,
        Predicate<String> takes) {

    private static final String TRACES = "/v1/traces";
    private static final String SERVICE = "service.name";
    private static final String SERVICE_VERSION = "service.version";
    private static final String VERSION = "quarkus.application.version";
    private static final String PAIRS = "name=value pairs, separated by commas";
    private static final String ALL = "all";
    private static final String NONE = "none";
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]*");

    /** @param variables looks up a variable; OpenTelemetry's own are fallbacks for the keys */
    static TracingValues read(TracingKeys keys, Function<String, Optional<String>> variables) {
        var section = new ConfigSection("caramba.tracing");
        Function<String, Optional<String>> variable = name -> section.text(variables.apply(name));
        var off = variable.apply("OTEL_SDK_DISABLED")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        var own = section.text(keys.endpoint()).map(url -> base(section.key("endpoint"), url));
        var endpoint = own.or(() -> variable.apply("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
                        .map(url -> URI.create(BaseUrl.checkedHost("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", url))))
                .or(() -> variable.apply("OTEL_EXPORTER_OTLP_ENDPOINT")
                        .map(url -> base("OTEL_EXPORTER_OTLP_ENDPOINT", url)))
                .filter(url -> !off);
        return new TracingValues(
                endpoint,
                endpoint.isEmpty() ? Map.of() : headers(section, keys, variable),
                endpoint.isEmpty() ? Map.of() : resource(variable),
                section.share("sample", keys.sample(), 1),
                takes(section, keys, endpoint.isPresent()));
    }

    private static URI base(String key, String url) {
        return URI.create(BaseUrl.checkedHost(key, url) + TRACES);
    }

    private static Map<String, String> headers(
            ConfigSection section, TracingKeys keys, Function<String, Optional<String>> variable) {
        var key = section.key("headers");
        var headers = section.text(keys.headers())
                .map(text -> pairs(key, text))
                .or(() -> variable.apply("OTEL_EXPORTER_OTLP_TRACES_HEADERS")
                        .map(text -> pairs("OTEL_EXPORTER_OTLP_TRACES_HEADERS", text)))
                .or(() -> variable.apply("OTEL_EXPORTER_OTLP_HEADERS")
                        .map(text -> pairs("OTEL_EXPORTER_OTLP_HEADERS", text)))
                .orElse(Map.of());
        headers.forEach((name, value) -> {
            if (!HEADER.matcher(name).matches() || !HEADER_VALUE.matcher(value).matches()) {
                throw ConfigException.secret(key, PAIRS);
            }
        });
        return headers;
    }

    private static Map<String, String> resource(Function<String, Optional<String>> variable) {
        var resource = new LinkedHashMap<>(Map.of(SERVICE, "caramba"));
        variable.apply(VERSION).ifPresent(version -> resource.put(SERVICE_VERSION, version));
        variable.apply("OTEL_RESOURCE_ATTRIBUTES")
                .ifPresent(text -> resource.putAll(pairs("OTEL_RESOURCE_ATTRIBUTES", text)));
        variable.apply("OTEL_SERVICE_NAME").ifPresent(name -> resource.put(SERVICE, name));
        return Map.copyOf(resource);
    }

    /**
     * Reads pairs as OpenTelemetry writes them, percent-encoded where needed. Errors do not show them: they may be
     * secrets.
     */
    private static Map<String, String> pairs(String key, String text) {
        var pairs = new LinkedHashMap<String, String>();
        for (var pair : List.of(text.split(","))) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw ConfigException.secret(key, PAIRS);
            }
            pairs.put(
                    pair.substring(0, equals).strip(),
                    decoded(key, pair.substring(equals + 1).strip()));
        }
        return Map.copyOf(pairs);
    }

    private static String decoded(String key, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ConfigException.secret(key, PAIRS);
        }
    }

    private static Recipients takes(ConfigSection section, TracingKeys keys, boolean traced) {
        var names = Set.copyOf(section.list(keys.propagate()));
        var words = names.contains(ALL) || names.contains(NONE);
        if (words && names.size() > 1) {
            throw section.wrong("propagate", keys.propagate().orElse(""), "all, none, or names of providers");
        }
        return new Recipients(names.isEmpty() ? traced : names.contains(ALL), names);
    }

    /** Hides the headers. */
    @Override
    public String toString() {
        return "TracingValues[endpoint=%s, sample=%s, takes=%s]".formatted(endpoint, sample, takes);
    }

    /** Accepts providers by name, or all of them. */
    private record Recipients(boolean all, Set<String> names) implements Predicate<String> {

        @Override
        public boolean test(String provider) {
            return all || names.contains(provider);
        }
    }
}
