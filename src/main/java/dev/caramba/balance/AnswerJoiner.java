package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.prompt.WireFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Joins the answer of one attempt to what the caller already has. Events go out as they came where nothing has to be
 * left out of them; otherwise without their original, which holds all of it. The pieces of Messages build one message
 * with numbered blocks: an attempt that continues another one's answer gives out its events without them.
 */
final class AnswerJoiner {

    private final TextJoiner text;
    private final boolean withoutReasoning;
    private final boolean wholeCalls;
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
        if (event instanceof Event.Reasoning && withoutReasoning || isPieceOfCall(event) && wholeCalls) {
            cut = event.original();
            return List.of();
        }
        if (withoutReasoning && isOfMessages(event)) {
            return event instanceof Event.Other ? List.of() : joined(event.plain());
        }
        if (event instanceof Event.Chunk chunk) {
            return joined(chunk);
        }
        if (isOfMessages(event) && event instanceof Event.Other && !event.commits()) {
            return List.of(event); // the text may go on behind it
        }
        return Stream.concat(chunk(text.end()), Stream.of(uncut(event))).toList();
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

    private static boolean isOfMessages(Event event) {
        return event.original(WireFormat.MESSAGES).isPresent();
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
