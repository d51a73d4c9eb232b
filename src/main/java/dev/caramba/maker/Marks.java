package dev.caramba.maker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Sha256;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * By what a thought is known when it comes back: a digest of its id, and one of what is sealed, since clients may send
 * either alone. The caller is part of each, so that nobody learns of another one's thoughts.
 */
final class Marks {

    /** Enough bytes for marks never to be equal by chance. */
    private static final int LENGTH = 16;

    private static final int CALLER_LENGTH = 6;

    private Marks() {}

    /**
     * Returns the marks of an item of Responses; none when it has neither an id nor sealed content. Those of one caller
     * begin with the same hash tag, so that Redis Cluster has them in one place.
     */
    static List<String> of(String caller, JsonNode item) {
        var tag = "{" + digest(CALLER_LENGTH, caller) + "}:";
        return Stream.of("id", "encrypted_content")
                .filter(field -> !item.path(field).asText("").isEmpty())
                .map(field ->
                        tag + digest(LENGTH, caller, field, item.path(field).asText()))
                .toList();
    }

    private static String digest(int length, String... parts) {
        var digest = Sha256.of(List.of(parts));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, length));
    }
}
