package dev.caramba.dialect.history;

import dev.caramba.dialect.DroppedParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Reasoning;
import java.util.List;

/** The thoughts that an assistant's turn of a history brings back. */
public final class Thoughts {

    private Thoughts() {}

    /**
     * Returns the texts of a turn's thoughts, each once, and reports those that a maker has sealed as dropped. Only that
     * maker can accept them.
     */
    public static List<String> open(Message.Assistant turn, DroppedParams dropped) {
        turn.reasoning().stream()
                .filter(thought -> thought.seal().isPresent())
                .forEach(thought -> dropped.add(thought.field()));
        return turn.reasoning().stream()
                .filter(thought -> thought.seal().isEmpty())
                .map(Reasoning::text)
                .distinct()
                .toList();
    }

    /** Reports all thoughts of a turn as dropped. */
    public static List<Reasoning> none(Message.Assistant turn, DroppedParams dropped) {
        turn.reasoning().forEach(thought -> dropped.add(thought.field()));
        return List.of();
    }
}
