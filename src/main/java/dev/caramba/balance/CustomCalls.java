package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Tool;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives out the calls of custom tools as such where a provider has functions alone. The pieces of these calls are held
 * back: the tool's text is within the arguments. Pieces that came in the caller's own wire format stay as they are.
 */
final class CustomCalls {

    private final Set<String> names;
    private final Set<Integer> held = new HashSet<>();
    private final Set<Integer> given = new HashSet<>();

    private CustomCalls(Set<String> names) {
        this.names = names;
    }

    /** Returns the state for one answer to this request. */
    static CustomCalls of(GenerationParams params) {
        return new CustomCalls(
                params.tools().stream().filter(Tool::custom).map(Tool::name).collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns the event to give out for an event of the answer; empty when it is held back. */
    Optional<Event> of(Event event) {
        if (names.isEmpty()) {
            return Optional.of(event);
        }
        if (event instanceof Event.ToolCallStart start && names.contains(start.name())) {
            var pieces = start.original().isPresent() ? given : held;
            pieces.add(start.index());
        }
        return isHeld(event) ? Optional.empty() : Optional.of(whole(event));
    }

    private boolean isHeld(Event event) {
        return event instanceof Event.ToolCallStart start && held.contains(start.index())
                || event instanceof Event.ToolCallArguments piece && held.contains(piece.index());
    }

    private Event whole(Event event) {
        return event instanceof Event.ToolCall call
                        && names.contains(call.function().name())
                        && !call.function().custom()
                        && !given.contains(call.index())
                ? new Event.ToolCall(
                        call.sequence(), call.index(), call.function().ofCustomTool())
                : event;
    }
}
