package dev.caramba.dialect;

import dev.caramba.generation.Event;
import java.util.List;

/** The events that say what an answer is, without what is carried beside and without the pieces of calls. */
public final class Meaning {

    private Meaning() {}

    public static List<Event> of(List<Event> events) {
        return events.stream()
                .filter(event -> !(event instanceof Event.Other))
                .filter(event -> !(event instanceof Event.ToolCallStart))
                .filter(event -> !(event instanceof Event.ToolCallArguments))
                .map(Event::plain)
                .toList();
    }
}
