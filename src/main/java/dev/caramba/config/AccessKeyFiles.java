package dev.caramba.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The hashes of callers' keys that stand in files: {@code CARAMBA_ACCESS_KEYS_ALICE_FILE} is one of {@code alice}. */
public final class AccessKeyFiles {

    /** A variable's {@code _FILE} reads as {@code .file}. */
    private static final Pattern OF_FILE = Pattern.compile("(.+)[._-]file", Pattern.CASE_INSENSITIVE);

    private AccessKeyFiles() {}

    /** The same keys with what is in the files, by the callers' names. */
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
