package dev.caramba.prompt;

import java.util.Optional;

/** Whether the model may, must or must not call a function, and which one. */
public record ToolChoice(Mode mode, Optional<String> function) {

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

    /** Returns whether the model must call a function. */
    public boolean demandsCall() {
        return mode == Mode.REQUIRED || mode == Mode.FUNCTION;
    }

    /** Returns the choice of this function, which the model must call. */
    public static ToolChoice function(String name) {
        return new ToolChoice(Mode.FUNCTION, Optional.of(name));
    }
}
