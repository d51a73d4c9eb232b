package dev.caramba.provider;

import dev.caramba.dialect.CustomTools;
import dev.caramba.dialect.Dialect;
import dev.caramba.generation.Event;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Tool;
import io.smallrye.mutiny.Multi;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives out calls of custom tools as such, where the dialect had to write those tools as functions. Their pieces are
 * held back: what is within the arguments is known at their end.
 */
final class CustomCalls {

    private final Set<String> names;
    private final Set<Integer> held = new HashSet<>();

    private CustomCalls(Set<String> names) {
        this.names = names;
    }

    /** Returns the events of an answer to this request with its custom calls. */
    static Multi<Event> in(Multi<Event> events, GenerationParams params, Dialect dialect) {
        var names =
                params.tools().stream().filter(Tool::custom).map(Tool::name).collect(Collectors.toUnmodifiableSet());
        if (names.isEmpty() || dialect.hasCustomTools()) {
            return events;
        }
        var calls = new CustomCalls(names);
        return events.filter(event -> !calls.holdsBack(event)).map(calls::unwrapped);
    }

    private boolean holdsBack(Event event) {
        if (event instanceof Event.ToolCallStart start && names.contains(start.name())) {
            held.add(start.index());
            return true;
        }
        return event instanceof Event.ToolCallArguments arguments && held.contains(arguments.index());
    }

    private Event unwrapped(Event event) {
        return event instanceof Event.ToolCall call && isCustom(call)
                ? new Event.ToolCall(call.sequence(), call.index(), CustomTools.unwrapped(call.function()))
                : event;
    }

    private boolean isCustom(Event.ToolCall call) {
        return names.contains(call.function().name()) && !call.function().custom();
    }
}
