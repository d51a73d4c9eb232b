package dev.caramba.provider;

import dev.caramba.generation.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins characters that a provider has cut in two. A character such as an emoji is two UTF-16 units. A provider may
 * send each unit in an event of its own, as JSON allows. One unit alone cannot be passed on as UTF-8.
 */
final class SurrogateJoiner {

    private String half = "";

    /**
     * Returns the events with their characters joined. The first half of a character waits for the second, and is lost
     * if the answer breaks.
     */
    List<Event> joined(List<Event> events) {
        var joined = new ArrayList<Event>(events.size());
        for (var event : events) {
            if (event instanceof Event.Chunk chunk) {
                take(chunk, joined);
            } else {
                if (event.commits() && !half.isEmpty()) {
                    joined.add(new Event.Chunk(half));
                    half = "";
                }
                joined.add(event);
            }
        }
        return joined;
    }

    private void take(Event.Chunk chunk, List<Event> joined) {
        var text = half + chunk.text();
        int whole = Character.isHighSurrogate(text.charAt(text.length() - 1)) ? text.length() - 1 : text.length();
        half = text.substring(whole);
        if (whole > 0) {
            joined.add(new Event.Chunk(text.substring(0, whole)));
        }
    }
}
