package dev.caramba.app;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what looks like a key of ours and is none. In files that is a {@link Mistake}. The environment is shared with
 * tools that put variables of their own into it, so that an unknown variable is only told, and one outside our sections
 * is not ours.
 */
final class UnknownKeys {

    static final String EXPECTED = "a key of docs/configuration.md";

    /** Keys of entries with names. */
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
                    "path"),
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
            "balancer.resume",
            "store.type",
            "store.timeout",
            "store.strict-timeout",
            "store.key-prefix",
            "limits.max-in-flight",
            "batch.concurrency",
            "batch.max-prompts",
            "batch.share",
            "results.ttl",
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
            "http.keep-alive",
            "http.max-response-size",
            "http.max-frame-size",
            "http.max-header-size",
            "http.drain-timeout",
            "http.error-body-timeout",
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
            "usage.prices-file",
            "usage.prices");

    private static final Pattern CALLERS = Pattern.compile("access\\.keys\\..+");
    private static final Pattern NAMED_KEY =
            Pattern.compile("(providers|routes|access\\.grants)\\.(?:\"[^\"]*\"|[^.\"]+)\\.(.+)");
    private static final Pattern VARIABLE = Pattern.compile("CARAMBA_(" + sections() + ")_.+");
    private static final String KEY = "caramba.";

    private UnknownKeys() {}

    /** All keys, with {@code *} for a name. */
    static Stream<String> known() {
        var named = NAMED.entrySet().stream()
                .flatMap(section -> section.getValue().stream().map(key -> section.getKey() + ".*." + key));
        return Stream.of(SINGLE.stream(), named, Stream.of("access.keys.*"))
                .flatMap(keys -> keys)
                .map(KEY::concat);
    }

    private static String sections() {
        return Stream.concat(NAMED.keySet().stream(), SINGLE.stream().filter(key -> key.contains(".")))
                .map(key -> asVariable(key.split("\\.")[0]))
                .distinct()
                .collect(Collectors.joining("|"));
    }

    /**
     * The unknown variables.
     *
     * @param names of everything that is configured; a variable's is there as it is, and as the key that it may mean
     */
    static List<String> variables(Iterable<String> names) {
        var all = new TreeSet<String>();
        names.forEach(all::add);
        var unknown = all.stream()
                .filter(name -> VARIABLE.matcher(name).matches() && !isVariable(name))
                .toList();
        all.stream()
                .filter(name -> name.startsWith(KEY) && !isKey(name.substring(KEY.length())))
                .filter(name -> !all.contains(asVariable(name)))
                .forEach(UnknownKeys::refuse);
        return unknown;
    }

    private static void refuse(String key) {
        throw Mistake.wrong(key, "unknown", EXPECTED);
    }

    private static boolean isKey(String key) {
        var named = NAMED_KEY.matcher(key);
        return named.matches()
                ? NAMED.get(named.group(1)).contains(named.group(2))
                : SINGLE.contains(key) || CALLERS.matcher(key).matches();
    }

    private static boolean isVariable(String variable) {
        if (variable.startsWith("CARAMBA_ACCESS_KEYS_")) {
            return true;
        }
        return NAMED.keySet().stream()
                .filter(section -> variable.startsWith(variable(section) + "_"))
                .findFirst()
                .map(section -> entryName(section, variable).isPresent())
                .orElseGet(() -> SINGLE.stream().anyMatch(key -> variable(key).equals(variable)));
    }

    /** The name in a variable of a known key; it must be one that the key is found by. */
    private static Optional<String> entryName(String section, String variable) {
        var prefix = variable(section) + "_";
        var name = NAMED.get(section).stream()
                .map(key -> variable(key).substring(KEY.length() - 1))
                .filter(variable::endsWith)
                .map(suffix -> variable.length() - suffix.length())
                .filter(end -> end > prefix.length())
                .min(Integer::compare)
                .map(end -> variable.substring(prefix.length(), end).toLowerCase(Locale.ROOT));
        name.filter(found -> !Names.valid(found)).ifPresent(found -> {
            throw Mistake.wrong(variable, found, Names.EXPECTED);
        });
        return name;
    }

    private static String variable(String key) {
        return asVariable(KEY + key);
    }

    static String asVariable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
