package dev.caramba.provider;

import dev.caramba.generation.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps together what a provider has cut in two. A character such as an emoji is two units of UTF-16, and JSON can name
 * each by itself, in events of their own; apart from one another neither can be passed on as UTF-8.
 */
final class WholeCharacters {

    private String half = "";

    /** The same events; the first half of a character waits for the other one, and is lost with an answer that breaks. */
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
