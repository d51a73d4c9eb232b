package dev.caramba.prompt;

import java.util.List;
import java.util.Optional;

/**
 * Whether the model may, must or must not call a function, and which ones.
 *
 * @param function the one function that must be called
 * @param allowed the only functions that may be called; all of them where it is empty
 */
public record ToolChoice(Mode mode, Optional<String> function, List<String> allowed) {

    public ToolChoice(Mode mode, Optional<String> function) {
        this(mode, function, List.of());
    }

    /** The mode of the choice. */
    public enum Mode {
        AUTO,
        NONE,
        REQUIRED,
        FUNCTION
    }

    public static ToolChoice of(Mode mode) {
        return new ToolChoice(mode, Optional.empty());
    }

    /** Returns whether the function of this name may be called, as far as {@link #allowed} tells. */
    public boolean allows(String name) {
        return allowed.isEmpty() || allowed.contains(name);
    }

    /** Returns whether the model must call a function. */
    public boolean demandsCall() {
        return mode == Mode.REQUIRED || mode == Mode.FUNCTION;
    }

    /** Returns the choice of this function, which the model must call. */
    public static ToolChoice function(String name) {
        return new ToolChoice(Mode.FUNCTION, Optional.of(name));
    }
}
