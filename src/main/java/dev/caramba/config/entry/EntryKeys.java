package dev.caramba.config.entry;

import dev.caramba.config.BaseUrl;
import dev.caramba.config.CarambaConfig.ProviderKeys;
import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigSection;
import dev.caramba.config.DurationRange;
import dev.caramba.config.UnknownKeys;
import dev.caramba.dialect.Endpoint;
import dev.caramba.provider.HttpTimeouts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The keys of one provider entry and, for a built-in one, the variables of its vendor.
 *
 * @param builtIn the built-in entry of this name
 * @param variables looks up a variable
 */
record EntryKeys(
        String name,
        ProviderKeys keys,
        Optional<BuiltInProvider> builtIn,
        Function<String, Optional<String>> variables) {

    private static final String CUSTOM_TYPE = "openai-compatible";

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    static EntryKeys of(String name, ProviderKeys keys, Function<String, Optional<String>> variables) {
        return new EntryKeys(name, keys, BuiltInProvider.named(name), variables);
    }

    /**
     * Returns the value of {@code enabled}. Without one, an entry is enabled that has a key, a configured address, or a
     * type that needs neither. A custom entry without any of these is enabled too, so that reading it reports what is
     * missing.
     */
    boolean enabled() {
        return section()
                .flag("enabled", keys.enabled())
                .orElseGet(() -> apiKey().isPresent()
                        || ownAddress().isPresent()
                        || builtIn.isEmpty()
                                && vendor().map(BuiltInProvider::local).orElse(true));
    }

    /** Returns why the entry is not enabled. The text means nothing for an enabled entry. */
    String whyNot() {
        if (section().flag("enabled", keys.enabled()).isPresent()) {
            return UnknownKeys.asVariable(section().key("enabled")) + " is false";
        }
        return builtIn.map(EntryKeys::whatEnables)
                        .orElseGet(() -> UnknownKeys.asVariable(section().key("api-key"))) + " is not set";
    }

    private static String whatEnables(BuiltInProvider builtIn) {
        return builtIn.local() ? builtIn.hostVariable() : String.join(" or ", builtIn.keyVariables());
    }

    /** Reads the entry. Throws a {@link ConfigException} when a value is wrong or missing. */
    ProviderEntry read(Map<String, String> aliases) {
        var key = apiKey();
        return new ProviderEntry(
                name, type(), endpoint(key.map(ApiKey::value)), timeouts(), terms(aliases), key.flatMap(ApiKey::file));
    }

    String type() {
        return section()
                .text(keys.type())
                .orElse(builtIn.map(BuiltInProvider::entryName).orElse(CUSTOM_TYPE));
    }

    /** Returns the built-in entry whose defaults apply: that of the type, else that of the name. */
    private Optional<BuiltInProvider> vendor() {
        return BuiltInProvider.named(type()).or(() -> builtIn);
    }

    private CandidateSettings terms(Map<String, String> aliases) {
        var all = new HashMap<>(builtIn.map(BuiltInProvider::aliases).orElse(Map.of()));
        all.putAll(aliases);
        return CandidateSettings.read(
                section(), keys, vendor().map(BuiltInProvider::model), embeddingModelOf(builtIn, type()), all);
    }

    /**
     * Returns the default model for vectors. Only a built-in entry has one: what a custom entry serves is not known, and
     * vectors of two models cannot be compared.
     */
    private static Optional<String> embeddingModelOf(Optional<BuiltInProvider> builtIn, String type) {
        return builtIn.filter(vendor -> vendor.entryName().equals(type)).flatMap(BuiltInProvider::embeddingModel);
    }

    private Endpoint endpoint(Optional<String> apiKey) {
        var baseUrl = ownAddress()
                .or(() -> vendor().map(BuiltInProvider::baseUrl))
                .orElseThrow(() -> ConfigException.missing(
                        section().key("base-url"), "the provider's address, or a type that has one"));
        return new Endpoint(baseUrl, apiKey, options(), ExtraHeaders.read(section(), keys.headers()));
    }

    private Optional<String> ownAddress() {
        return section()
                .text(keys.baseUrl())
                .map(url -> BaseUrl.checked(section().key("base-url"), url))
                .or(() -> builtIn.filter(BuiltInProvider::local).flatMap(this::host));
    }

    private Optional<String> host(BuiltInProvider local) {
        return variable(local.hostVariable())
                .map(host -> BaseUrl.checked(local.hostVariable(), host, HostAddress.baseUrl(local, host)));
    }

    private Optional<ApiKey> apiKey() {
        return ApiKey.of(section(), keys, builtIn, variables);
    }

    private HttpTimeouts timeouts() {
        var fallback = HttpTimeouts.DEFAULT;
        var idle = DurationRange.read(
                section(),
                new DurationRange.Bound("idle-timeout", keys.idleTimeout(), fallback.idle()),
                new DurationRange.Bound("lone-idle-timeout", keys.loneIdleTimeout(), fallback.loneIdle()));
        return new HttpTimeouts(
                section().duration("connect-timeout", keys.connectTimeout(), fallback.connect()),
                idle.least(),
                idle.most(),
                section().duration("answer-timeout", keys.answerTimeout(), fallback.answer()));
    }

    private Map<String, String> options() {
        var options = new HashMap<String, String>();
        section().text(keys.maxTokensField()).ifPresent(value -> options.put("max-tokens-field", value));
        section().text(keys.authHeader()).ifPresent(value -> options.put("auth-header", checkedHeader(value)));
        section()
                .flag("stream-options", keys.streamOptions())
                .ifPresent(value -> options.put("stream-options", value.toString()));
        section()
                .flag("one-system-message", keys.oneSystemMessage())
                .ifPresent(value -> options.put("one-system-message", value.toString()));
        section().flag("responses", keys.responses()).ifPresent(value -> options.put("responses", value.toString()));
        section().text(keys.path()).ifPresent(value -> options.put("path", checkedPath("path", value)));
        section()
                .text(keys.completionsPath())
                .ifPresent(value -> options.put("completions-path", checkedPath("completions-path", value)));
        section()
                .text(keys.responsesPath())
                .ifPresent(value -> options.put("responses-path", checkedPath("responses-path", value)));
        section()
                .text(keys.embeddingPath())
                .ifPresent(value -> options.put("embedding-path", checkedPath("embedding-path", value)));
        section()
                .longWhole("embedding-batch-size", keys.embeddingBatchSize(), 1, Integer.MAX_VALUE)
                .ifPresent(value -> options.put("embedding-batch-size", value.toString()));
        return options;
    }

    private String checkedHeader(String name) {
        if (!HEADER_NAME.matcher(name).matches()) {
            throw section().wrong("auth-header", name, "the name of a header, such as api-key");
        }
        return name;
    }

    private String checkedPath(String key, String path) {
        if (!path.startsWith("/") || !isUri(path)) {
            throw section().wrong(key, path, "a path with its leading slash, such as /chat/completions");
        }
        return path;
    }

    private static boolean isUri(String text) {
        try {
            new URI(text);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private Optional<String> variable(String variable) {
        return section().text(variables.apply(variable));
    }

    private ConfigSection section() {
        return new ConfigSection("caramba.providers." + name);
    }
}
