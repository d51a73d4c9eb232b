package dev.caramba.access;

import dev.caramba.format.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The access keys of callers. It holds only their SHA-256 hashes. */
public final class AccessKeys {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final Map<String, byte[]> hashes = new LinkedHashMap<>();

    /**
     * @param sha256ByName the hexadecimal SHA-256 of each key, by the caller's name
     * @throws IllegalArgumentException when one of them is no SHA-256; the message names the caller but not the hash
     */
    public AccessKeys(Map<String, String> sha256ByName) {
        sha256ByName.forEach((name, sha256) -> hashes.put(name, parse(name, sha256.strip())));
    }

    static boolean isSha256(String text) {
        return SHA256.matcher(text).matches();
    }

    private static byte[] parse(String name, String sha256) {
        if (!isSha256(sha256)) {
            throw new IllegalArgumentException(
                    "access key " + name + ": expected the SHA-256 of the key, 64 hexadecimal digits");
        }
        return HexFormat.of().parseHex(sha256);
    }

    public boolean isEmpty() {
        return hashes.isEmpty();
    }

    /** Returns the name of the caller with this key. The time it takes does not depend on which key matches, if any. */
    public Optional<String> callerOf(String key) {
        var hash = Sha256.of(key);
        Optional<String> caller = Optional.empty();
        for (var entry : hashes.entrySet()) {
            if (MessageDigest.isEqual(entry.getValue(), hash)) {
                caller = Optional.of(entry.getKey());
            }
        }
        return caller;
    }

    /** Returns the SHA-256 of a key in hexadecimal digits. */
    public static String sha256Of(String key) {
        return Sha256.hex(key);
    }
}
