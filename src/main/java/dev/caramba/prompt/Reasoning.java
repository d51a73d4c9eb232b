package dev.caramba.prompt;

import java.util.Optional;

/**
 * A thought of the model that comes back in the history.
 *
 * @param text the thought; empty when it is encrypted
 * @param field the name of the caller's field that held it
 */
public record Reasoning(String text, Optional<Seal> seal, String field) {

    /** Returns the same thought with a seal that no maker accepts, so that it is left out; an open one stays as it is. */
    Reasoning unreadable() {
        return new Reasoning(text, seal.map(Seal::ofNobody), field);
    }
}
