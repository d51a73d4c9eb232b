package dev.caramba.result;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a prompt is known by. Two deliveries with the same key are one prompt.
 *
 * @param caller the name of the access key: nobody sees another's results
 * @param source where the id is from, such as an event's source; empty for a key of the caller's own making
 * @param id the caller's key, or the id of the event or message
 * @param prompt the prompt's id in a batch; empty where it is alone
 */
public record IdempotencyKey(String caller, String source, String id, String prompt) {

    /** A prompt that is alone. */
    public static IdempotencyKey of(String caller, String source, String id) {
        return new IdempotencyKey(caller, source, id, "");
    }

    /** One of the prompts of a batch that is known by this key. */
    public IdempotencyKey part(String prompt) {
        return new IdempotencyKey(caller, source, id, prompt);
    }

    /** A short name, different for different keys, whatever the words in them. */
    public String name() {
        var digest = sha256();
        for (var part : List.of(caller, source, id, prompt)) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A digest of what is asked, to tell whether something else is. */
    public static String digest(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
