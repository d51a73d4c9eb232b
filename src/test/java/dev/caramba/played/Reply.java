package dev.caramba.played;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What a client got.
 *
 * @param headers names in lower case
 * @param broken why it did not come to its end, where it did not
 */
record Reply(int status, Map<String, String> headers, byte[] body, Optional<String> broken) {

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
