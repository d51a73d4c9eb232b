package dev.caramba.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads hashes of access keys from files. {@code CARAMBA_ACCESS_KEYS_ALICE_FILE} names the file with the hash of
 * {@code alice}.
 */
public final class AccessKeyFiles {

    /** The configuration maps the suffix {@code _FILE} of a variable to {@code .file}. */
    private static final Pattern OF_FILE = Pattern.compile("(.+)[._-]file", Pattern.CASE_INSENSITIVE);

    private AccessKeyFiles() {}

    /** Returns the hashes by the names of the callers. A key that names a file is replaced by the content of that file. */
    public static Map<String, Optional<String>> read(ConfigSection section, Map<String, Optional<String>> keys) {
        var read = new HashMap<String, Optional<String>>();
        keys.forEach((name, text) -> {
            var ofFile = OF_FILE.matcher(name);
            if (!ofFile.matches()) {
                read.merge(name, text, (one, other) -> one.or(() -> other));
                return;
            }
            var caller = ofFile.group(1);
            SecretFile.instead(
                            section.key("keys." + caller),
                            section.text(keys.getOrDefault(caller, Optional.empty())),
                            section.key("keys." + name),
                            section.text(text))
                    .ifPresent(file -> read.put(caller, Optional.of(file.content())));
        });
        return read;
    }
}
