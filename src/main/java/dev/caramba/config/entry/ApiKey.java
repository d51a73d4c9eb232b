package dev.caramba.config.entry;

import dev.caramba.config.CarambaConfig.ProviderKeys;
import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigSection;
import dev.caramba.config.SecretFile;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The API key of a provider entry.
 *
 * @param file the file from which it was read; empty when the key itself was set
 */
public record ApiKey(String value, Optional<SecretFile> file) {

    /**
     * Begins a reference to AWS Secrets Manager. A build with {@code -Daws-secrets} replaces the reference before it is
     * read.
     */
    public static final String AWS = "aws-secretsmanager:";

    private static final String FILE = "_FILE";

    /** The characters that an HTTP header can hold. */
    private static final Pattern SENDABLE = Pattern.compile("[\\x20-\\x7e]+");

    /** Returns the entry's own key, else the one in the vendor's variables for a built-in entry. */
    static Optional<ApiKey> of(
            ConfigSection section,
            ProviderKeys keys,
            Optional<BuiltInProvider> builtIn,
            Function<String, Optional<String>> variables) {
        var own = read(
                section.key("api-key"),
                section.text(keys.apiKey()),
                section.key("api-key-file"),
                section.text(keys.apiKeyFile()));
        return own.or(() -> builtIn.stream()
                .flatMap(vendor -> vendor.keyVariables().stream())
                .flatMap(variable -> Stream.of(read(
                        variable,
                        section.text(variables.apply(variable)),
                        variable + FILE,
                        section.text(variables.apply(variable + FILE)))))
                .flatMap(Optional::stream)
                .findFirst());
    }

    public static boolean sendable(String key) {
        return SENDABLE.matcher(key).matches();
    }

    /** Hides the key. */
    @Override
    public String toString() {
        return "ApiKey" + file;
    }

    private static Optional<ApiKey> read(String key, Optional<String> value, String fileKey, Optional<String> path) {
        return SecretFile.instead(key, value, fileKey, path)
                .map(file -> new ApiKey(checked(fileKey, file.content()), Optional.of(file)))
                .or(() -> value.map(text -> new ApiKey(checked(key, text), Optional.empty())));
    }

    private static String checked(String variable, String key) {
        if (key.startsWith(AWS)) {
            throw ConfigException.wrong(variable, key, "the key itself, or a build with -Daws-secrets");
        }
        if (!sendable(key)) {
            throw ConfigException.secret(variable, "a key of printable ASCII characters, in one line");
        }
        return key;
    }
}
