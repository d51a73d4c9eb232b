package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.TerminalRule;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.List;
import java.util.stream.Collectors;

/** A call as its caller sees it. */
record Call(AssertSubscriber<Event> subscriber, CallTrail trail) {

    List<Event> events() {
        return subscriber.getItems();
    }

    boolean ended() {
        return subscriber.hasCompleted();
    }

    /** The whole text of a call that must have ended well. */
    String answer() {
        subscriber.assertCompleted();
        TerminalRule.assertKept(events());
        assertInstanceOf(Event.Done.class, events().get(events().size() - 1));
        return text();
    }

    /** The error event of a call that must have ended badly. */
    Event.Error error() {
        subscriber.assertCompleted();
        TerminalRule.assertKept(events());
        return assertInstanceOf(Event.Error.class, events().get(events().size() - 1));
    }

    /** Whether a call that must have ended has ended badly. */
    boolean failed() {
        subscriber.assertCompleted();
        return events().get(events().size() - 1) instanceof Event.Error;
    }

    FailureKind errorKind() {
        return error().failure().kind();
    }

    String text() {
        return events().stream()
                .filter(Event.Chunk.class::isInstance)
                .map(event -> ((Event.Chunk) event).text())
                .collect(Collectors.joining());
    }

    /** Provider and outcome of every attempt. */
    List<String> attempts() {
        return trail.attempts().stream()
                .map(attempt -> attempt.target().provider() + " " + attempt.outcome())
                .toList();
    }

    void cancel() {
        subscriber.cancel();
    }
}
