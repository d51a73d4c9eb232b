package dev.caramba.prompt;

import java.util.Optional;

/**
 * A maker's proof of a thought. It is opaque and goes back to the same maker with the conversation; others would refuse
 * it.
 *
 * @param format the name of the maker's format, such as {@code anthropic-claude-v1}
 * @param signature the signature of the thought's text
 * @param data the thought itself, encrypted; then it has no text
 */
public record Seal(String format, Optional<String> signature, Optional<String> data) {

    Seal ofNobody() {
        return new Seal("", signature, data);
    }
}
