package dev.caramba.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds configured names that look like a key of the product and are none, in files and in variables. Each is a
 * {@link ConfigException}, since a limit under a misspelt name would limit nothing. Variables that Kubernetes makes
 * from the names of Services are allowed.
 */
public final class UnknownKeys {

    static final String EXPECTED = "a key of docs/configuration.md";

    /** Keys of the sections whose entries have names. */
    private static final Map<String, List<String>> NAMED = Map.of(
            "providers",
            List.of(
                    "type",
                    "base-url",
                    "api-key",
                    "api-key-file",
                    "model",
                    "models",
                    "enabled",
                    "weight",
                    "priority",
                    "max-in-flight",
                    "context-window",
                    "connect-timeout",
                    "first-token-timeout",
                    "idle-timeout",
                    "lone-idle-timeout",
                    "answer-timeout",
                    "max-tokens-field",
                    "auth-header",
                    "stream-options",
                    "one-system-message",
                    "responses",
                    "path",
                    "embedding-model",
                    "embedding-batch-size",
                    "completions-path",
                    "responses-path",
                    "embedding-path",
                    "headers.*"),
            "routes",
            List.of("targets", "strategy", "fallbacks", "hedge-after", "cache-ttl"),
            "access.grants",
            List.of(
                    "admin",
                    "routes",
                    "providers",
                    "models",
                    "requests-per-minute",
                    "requests-per-day",
                    "tokens-per-minute",
                    "tokens-per-day",
                    "max-in-flight",
                    "budget-per-day",
                    "budget-per-month",
                    "expires"));

    private static final Set<String> SINGLE = Set.of(
            "demo",
            "model-aliases",
            "access.open",
            "access.metrics",
            "access.shared-keys",
            "access.key-ttl",
            "access.key-grace",
            "access.oidc.issuer",
            "access.oidc.audience",
            "access.oidc.name-claim",
            "access.oidc.grant-claim",
            "access.oidc.default-grant",
            "balancer.strategy",
            "balancer.max-attempts",
            "balancer.deadline",
            "balancer.max-retry-wait",
            "balancer.min-backoff",
            "balancer.max-backoff",
            "balancer.failure-threshold",
            "balancer.cooldown",
            "balancer.max-cooldown",
            "balancer.long-cooldown",
            "balancer.max-long-cooldown",
            "balancer.max-retry-after",
            "balancer.lease-ttl",
            "balancer.hedge-budget",
            "balancer.hold-tool-calls",
            "balancer.resume",
            "balancer.stream-deadline",
            "store.type",
            "store.timeout",
            "store.strict-timeout",
            "store.key-prefix",
            "store.persistent",
            "limits.max-in-flight",
            "batch.concurrency",
            "batch.max-prompts",
            "batch.share",
            "results.ttl",
            "responses.enabled",
            "responses.ttl",
            "responses.max-size",
            "cache.enabled",
            "cache.ttl-max",
            "cache.max-size",
            "cache.max-entry-size",
            "cache.wait",
            "cache.scope",
            "sink.url",
            "sink.stream",
            "sink.stream-max-length",
            "sink.queue",
            "sink.timeout",
            "http.pool-size",
            "http.multiplexed-connections",
            "http.connection-keep-alive",
            "http.head-delay",
            "http.keep-alive",
            "http.max-response-size",
            "http.max-embeddings-size",
            "http.max-frame-size",
            "http.max-header-size",
            "http.drain-timeout",
            "http.error-body-timeout",
            "http.proxy",
            "http.no-proxy",
            "http.tls-ca",
            "huggingface.text-generation-models",
            "log",
            "log.requests",
            "log.content",
            "log.content-max-length",
            "log.redact",
            "tracing.endpoint",
            "tracing.headers",
            "tracing.sample",
            "tracing.propagate",
            "secrets.refresh",
            "lambda.function",
            "lambda.margin",
            "usage.enabled",
            "usage.retention",
            "usage.budget-warning",
            "usage.allow-unpriced",
            "usage.prices-file",
            "usage.prices");

    private static final Pattern CALLERS = Pattern.compile("access\\.keys\\..+");
    private static final Pattern NAMED_KEY =
            Pattern.compile("(providers|routes|access\\.grants)\\.(?:\"[^\"]*\"|[^.\"]+)\\.(.+)");
    private static final Pattern HEADER = Pattern.compile("headers\\..+");
    private static final Pattern HEADER_VARIABLE = Pattern.compile("CARAMBA_PROVIDERS_([A-Z0-9]+)_HEADERS_.+");
    private static final Pattern LIKE_A_HEADER = Pattern.compile("CARAMBA_PROVIDERS?_([A-Z0-9]+)_HEAD[A-Z]*_(.+)");
    private static final Pattern VARIABLE = Pattern.compile("CARAMBA_[A-Z0-9_]+");
    private static final String CALLERS_VARIABLE = "CARAMBA_ACCESS_KEYS_";
    private static final String KEY = "caramba.";

    private UnknownKeys() {}

    /** Returns all keys, with {@code *} in place of a name. */
    static Stream<String> known() {
        var named = NAMED.entrySet().stream()
                .flatMap(section -> section.getValue().stream().map(key -> section.getKey() + ".*." + key));
        return Stream.of(SINGLE.stream(), named, Stream.of("access.keys.*"))
                .flatMap(keys -> keys)
                .map(KEY::concat);
    }

    /**
     * Returns the mistakes in names.
     *
     * @param names of everything that is configured; a variable appears under its own name and as the key that it may
     * mean
     * @param values the configured value by name
     */
    public static List<ConfigException> among(Iterable<String> names, Function<String, Optional<String>> values) {
        var all = new TreeSet<String>();
        names.forEach(all::add);
        var variables = all.stream()
                .filter(name -> VARIABLE.matcher(name).matches())
                .filter(name -> values.apply(name)
                        .filter(value -> ServiceLinks.include(name, value))
                        .isEmpty())
                .flatMap(name -> mistakeIn(name).stream());
        var keys = all.stream()
                .filter(name -> name.startsWith(KEY) && !isKey(name.substring(KEY.length())))
                .filter(name -> !all.contains(asVariable(name)))
                .map(name -> unknown(name, asVariable(name), known -> known));
        return Stream.concat(variables, keys).toList();
    }

    private static boolean isKey(String key) {
        var named = NAMED_KEY.matcher(key);
        return named.matches()
                ? NAMED.get(named.group(1))
                        .contains(HEADER.matcher(named.group(2)).replaceFirst("headers.*"))
                : SINGLE.contains(key) || CALLERS.matcher(key).matches();
    }

    private static Optional<ConfigException> mistakeIn(String variable) {
        if (variable.startsWith(CALLERS_VARIABLE)
                || HEADER_VARIABLE.matcher(variable).matches()
                || SINGLE.stream().anyMatch(key -> variable(key).equals(variable))) {
            return Optional.empty();
        }
        var name = NAMED.keySet().stream()
                .filter(section -> variable.startsWith(variable(section) + "_"))
                .flatMap(section -> entryName(section, variable).stream())
                .findFirst();
        return name.isPresent()
                ? name.filter(found -> !EntryNames.valid(found))
                        .map(found -> ConfigException.wrong(variable, found, EntryNames.EXPECTED))
                : Optional.of(unknown(variable, variable, UnknownKeys::asVariable));
    }

    /** Returns the entry's name within a variable of a known key. */
    private static Optional<String> entryName(String section, String variable) {
        var prefix = variable(section) + "_";
        return NAMED.get(section).stream()
                .map(key -> variable(key).substring(KEY.length() - 1))
                .filter(variable::endsWith)
                .map(suffix -> variable.length() - suffix.length())
                .filter(end -> end > prefix.length())
                .min(Integer::compare)
                .map(end -> variable.substring(prefix.length(), end).toLowerCase(Locale.ROOT));
    }

    private static ConfigException unknown(String name, String variable, UnaryOperator<String> written) {
        return SimilarNames.nearest(variable, asVariable(KEY), candidates(variable), UnknownKeys::asVariable)
                .map(key -> ConfigException.misspelt(name, written.apply(key)))
                .orElseGet(() -> ConfigException.unknown(name, EXPECTED));
    }

    /** Returns the keys that a variable may mean. Any of its words can be the name of an entry. */
    private static Stream<String> candidates(String variable) {
        var words = List.of(variable.toLowerCase(Locale.ROOT).split("_"));
        var names = words.stream().filter(EntryNames::valid).distinct().toList();
        var named = NAMED.entrySet().stream()
                .flatMap(section -> section.getValue().stream()
                        .flatMap(key -> names.stream().map(name -> section.getKey() + "." + name + "." + key)));
        var callers = names.stream().map(name -> "access.keys." + name);
        var headers = LIKE_A_HEADER
                .matcher(variable)
                .results()
                .map(found -> ("providers." + found.group(1) + ".headers."
                                + found.group(2).replace('_', '-'))
                        .toLowerCase(Locale.ROOT));
        return Stream.of(SINGLE.stream(), named, callers, headers)
                .flatMap(keys -> keys)
                .filter(key -> !key.endsWith("*"))
                .map(KEY::concat);
    }

    private static String variable(String key) {
        return asVariable(KEY + key);
    }

    public static String asVariable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
