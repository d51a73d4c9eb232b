package dev.caramba.generation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.LongStream;

/** The rule that every stream of events obeys, as a check. */
public final class TerminalRule {

    private TerminalRule() {}

    /** One terminal event, the last; numbers from 0 without gaps; one start at most, before any content. */
    public static void assertKept(List<Event> events) {
        assertFalse(events.isEmpty(), "a stream has at least its terminal event");
        var last = events.get(events.size() - 1);
        assertAll(
                () -> assertEquals(
                        List.of(last),
                        events.stream().filter(Event::terminal).toList(),
                        "one terminal event, the last"),
                () -> assertEquals(
                        LongStream.range(0, events.size()).boxed().toList(),
                        events.stream().map(Event::sequence).toList(),
                        "numbered from 0 without gaps"),
                () -> assertFalse(
                        events.stream().skip(1).anyMatch(Event.Start.class::isInstance),
                        "a start is the first event or none"));
    }
}
