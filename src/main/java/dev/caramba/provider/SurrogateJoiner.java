package dev.caramba.provider;

import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins characters that a provider has cut in two. A character such as an emoji is two UTF-16 units. A provider may
 * send each unit in an event of its own, as JSON allows. One unit alone cannot be passed on as UTF-8.
 */
final class SurrogateJoiner {

    /** The first half of a character that waits for the second, by the kind of event that brought it. */
    private final Map<Class<? extends Event>, String> halves = new HashMap<>();

    /**
     * Returns the events with their characters joined. The first half of a character waits for the second, and is lost
     * if the answer breaks. An event that changes goes out without its original.
     */
    List<Event> joined(List<Event> events) {
        var changed = new ArrayList<Original>();
        var joined = new ArrayList<Event>(events.size());
        for (var event : events) {
            var text = textOf(event);
            if (text.isEmpty()) {
                giveOutHalf(event, joined);
                joined.add(event);
            } else {
                take(event, text, joined, changed);
            }
        }
        if (!changed.isEmpty()) {
            joined.replaceAll(event -> isFromOneOf(changed, event) ? event.plain() : event);
        }
        return joined;
    }

    private static String textOf(Event event) {
        if (event instanceof Event.Chunk chunk) {
            return chunk.text();
        }
        if (event instanceof Event.Reasoning reasoning) {
            return reasoning.text();
        }
        return event instanceof Event.ToolCallArguments arguments ? arguments.text() : "";
    }

    /** Gives out half a character of the text when something else than text follows. */
    private void giveOutHalf(Event event, List<Event> joined) {
        if (event.commits()) {
            Optional.ofNullable(halves.remove(Event.Chunk.class))
                    .map(Event.Chunk::new)
                    .ifPresent(joined::add);
        }
    }

    private void take(Event event, String given, List<Event> joined, List<Original> changed) {
        var half = Optional.ofNullable(halves.remove(event.getClass()));
        var text = half.orElse("") + given;
        int whole = Character.isHighSurrogate(text.charAt(text.length() - 1)) ? text.length() - 1 : text.length();
        if (half.isEmpty() && whole == text.length()) {
            joined.add(event);
            return;
        }
        event.original().ifPresent(changed::add);
        if (whole < text.length()) {
            halves.put(event.getClass(), text.substring(whole));
        }
        if (whole > 0) {
            joined.add(with(event, text.substring(0, whole)));
        }
    }

    private static Event with(Event event, String text) {
        if (event instanceof Event.Reasoning reasoning) {
            return new Event.Reasoning(reasoning.index(), text, reasoning.seal());
        }
        return event instanceof Event.ToolCallArguments arguments
                ? new Event.ToolCallArguments(arguments.index(), text)
                : new Event.Chunk(text);
    }

    private static boolean isFromOneOf(List<Original> changed, Event event) {
        return event.original()
                .filter(piece -> changed.stream().anyMatch(other -> other == piece))
                .isPresent();
    }
}
