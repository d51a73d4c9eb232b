package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.prompt.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Joins the answer of one attempt to what the caller already has. Events go out as they came where nothing has to be
 * left out of them; otherwise without their original, which holds all of it. The pieces of Messages and of Responses are
 * numbered and build on each other: an attempt that continues another one's answer gives out its events without them.
 */
final class AnswerJoiner {

    private final TextJoiner text;
    private final boolean withoutReasoning;
    private final boolean wholeCalls;
    private final List<Event> heldCall = new ArrayList<>();
    private Optional<Original> cut = Optional.empty();

    /**
     * @param withoutReasoning whether the attempt's reasoning is left out, because the caller has that of another one
     * @param wholeCalls whether a tool call goes out only when it is complete
     */
    AnswerJoiner(TextJoiner text, boolean withoutReasoning, boolean wholeCalls) {
        this.text = text;
        this.withoutReasoning = withoutReasoning;
        this.wholeCalls = wholeCalls;
    }

    /** Returns the events to give out for an event of the attempt; none while the event has nothing new. */
    List<Event> joined(Event event) {
        if (wholeCalls && heldBack(event)) {
            return List.of();
        }
        if (event instanceof Event.Reasoning && withoutReasoning || isPieceOfCall(event) && wholeCalls) {
            cut = event.original();
            return List.of();
        }
        if (withoutReasoning && isNumbered(event)) {
            return event instanceof Event.Other ? List.of() : joined(event.plain());
        }
        if (event instanceof Event.Chunk chunk) {
            return joined(chunk);
        }
        if (isNumbered(event) && event instanceof Event.Other && !event.commits()) {
            return List.of(event); // the text may go on behind it
        }
        var calls = List.copyOf(heldCall);
        heldCall.clear();
        return Stream.of(chunk(text.end()), calls.stream(), Stream.of(uncut(event)))
                .flatMap(events -> events)
                .toList();
    }

    private List<Event> joined(Event.Chunk chunk) {
        var fresh = text.take(chunk.text());
        if (fresh.equals(chunk.text())) {
            return List.of(uncut(chunk));
        }
        cut = chunk.original();
        return chunk(fresh).toList();
    }

    private Event uncut(Event event) {
        boolean isCut = event.original()
                .filter(piece -> cut.filter(other -> other == piece).isPresent() || wholeCalls && holdsCall(piece))
                .isPresent();
        return isCut ? event.plain() : event;
    }

    private static boolean isNumbered(Event event) {
        return event.original(WireFormat.MESSAGES).isPresent() || isOfResponses(event);
    }

    /** Holds the events of a call of Responses back until it is complete, when they go out together. */
    private boolean heldBack(Event event) {
        boolean begins = isPieceOfCall(event) && isOfResponses(event) && !withoutReasoning;
        boolean held = begins || !heldCall.isEmpty() && !(event instanceof Event.ToolCall) && !event.terminal();
        if (held) {
            heldCall.add(event);
        }
        return held;
    }

    private static boolean isOfResponses(Event event) {
        return event.original(WireFormat.RESPONSES).isPresent();
    }

    private static boolean holdsCall(Original piece) {
        return piece.json().path("choices").path(0).path("delta").has("tool_calls");
    }

    private static boolean isPieceOfCall(Event event) {
        return event instanceof Event.ToolCallStart || event instanceof Event.ToolCallArguments;
    }

    private static Stream<Event> chunk(String text) {
        return text.isEmpty() ? Stream.empty() : Stream.of(new Event.Chunk(text));
    }
}
