package dev.caramba.dialect.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.InnerFields;
import dev.caramba.dialect.UnsaidContent;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Reasoning;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Arranges a conversation for providers that insist on alternating turns. System texts stand apart, the user begins,
 * and the two sides alternate. Every call has its result at the start of the next turn. Any history can be arranged:
 * messages of one side are merged, and results move to their calls. A result without a call becomes a text of the user,
 * and empty messages are left out.
 */
public final class AlternatingTurns {

    /** The user's text that is put first when the assistant begins or the history is empty. */
    private static final String OPENING = "Begin.";

    /**
     * The user's text that is put last when the assistant spoke last and the model cannot continue the assistant's
     * text.
     */
    private static final String CONTINUATION = "Continue.";

    private final Function<Message.Assistant, List<Reasoning>> thoughts;
    private final DroppedParams dropped;
    private final List<Content> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Map<String, Deque<AnsweredCall>> unanswered = new HashMap<>();

    private AlternatingTurns(Function<Message.Assistant, List<Reasoning>> thoughts, DroppedParams dropped) {
        this.thoughts = thoughts;
        this.dropped = dropped;
    }

    /**
     * Arranges a history in turns.
     *
     * @param prefill whether the last turn may be the assistant's, for the model to continue
     * @param thoughts returns the thoughts of a message that are sent; it is asked for messages that say something, and
     *     those of others are left out
     */
    public static AlternatingTurns of(
            List<Message> history,
            boolean prefill,
            Function<Message.Assistant, List<Reasoning>> thoughts,
            DroppedParams dropped) {
        var turns = new AlternatingTurns(thoughts, dropped);
        history.forEach(turns::add);
        turns.answerCalls();
        turns.completeEnds(prefill);
        return turns;
    }

    /** Returns the contents of the system messages, which are texts, and none blank. */
    public List<Content> system() {
        return system;
    }

    /** Returns the turns, none empty; the first one is the user's. */
    public List<Turn> list() {
        return turns;
    }

    private void add(Message message) {
        if (message instanceof Message.System instructions) {
            instruct(instructions.content());
        } else if (message instanceof Message.User user) {
            user.content().parts().forEach(part -> say(Turn.Side.USER, part));
        } else if (message instanceof Message.Assistant assistant) {
            answer(assistant);
        } else if (message instanceof Message.ToolResult result) {
            take(result);
        }
    }

    private void instruct(Content content) {
        content.parts().stream()
                .filter(part -> part.text().isEmpty())
                .findFirst()
                .ifPresent(part -> {
                    throw UnsaidContent.of(part);
                });
        if (content.text().isBlank()) {
            content.parts().forEach(this::leaveOut);
        } else {
            system.add(content);
        }
    }

    private void say(Turn.Side side, Content.Part part) {
        if (isBlank(part)) {
            leaveOut(part);
        } else {
            turnOf(side).blocks().add(new Turn.Block.Said(part));
        }
    }

    /** Leaves a blank text out. A mark of its own is reported. */
    private void leaveOut(Content.Part blank) {
        blank.cacheControl().ifPresent(mark -> dropped.add(InnerFields.CACHE_CONTROL));
    }

    private static boolean isBlank(Content.Part part) {
        return part.text().filter(String::isBlank).isPresent();
    }

    private void answer(Message.Assistant assistant) {
        var parts = InnerFields.parts(assistant);
        var calls = assistant.functionCalls();
        if (calls.isEmpty() && parts.stream().allMatch(AlternatingTurns::isBlank)) {
            Thoughts.none(assistant, dropped);
        } else {
            thoughts.apply(assistant)
                    .forEach(thought -> turnOf(Turn.Side.ASSISTANT).blocks().add(new Turn.Block.Thought(thought)));
        }
        parts.forEach(part -> say(Turn.Side.ASSISTANT, part));
        for (int i = 0; i < calls.size(); i++) {
            call(calls.get(i), i + 1 == calls.size() ? assistant.cacheControl() : Optional.empty());
        }
    }

    private void call(FunctionCall function, Optional<ObjectNode> mark) {
        var turn = turnOf(Turn.Side.ASSISTANT);
        var call = new AnsweredCall(function, turn);
        turn.blocks().add(new Turn.Block.Called(call, mark));
        var sameId = unanswered.computeIfAbsent(function.id(), id -> new ArrayDeque<>());
        if (!sameId.isEmpty() && sameId.peek().turn() != turn) {
            sameId.clear(); // when an id is used again, its result belongs to the newer call
        }
        sameId.add(call);
    }

    private void take(Message.ToolResult result) {
        var sameId = unanswered.getOrDefault(result.toolCallId(), new ArrayDeque<>());
        if (sameId.isEmpty()) {
            addInWords(result);
            return;
        }
        var call = sameId.remove();
        call.answer(result.content());
        if (call.turn() == last()) {
            turnOf(Turn.Side.USER); // starts the user's turn, so that the assistant's next text becomes another turn
        }
    }

    private void addInWords(Message.ToolResult result) {
        var mark = result.content().parts().stream()
                .filter(part -> part.text().isPresent())
                .flatMap(part -> part.cacheControl().stream())
                .findFirst();
        say(Turn.Side.USER, new Content.Part.Text(HistoryPlaceholders.inWords(result), mark));
        result.content().parts().stream()
                .filter(part -> part.text().isEmpty())
                .forEach(part -> say(Turn.Side.USER, part));
    }

    /** Returns the current turn of this side; begins one if the other side spoke last. */
    private Turn turnOf(Turn.Side side) {
        if (turns.isEmpty() || last().side() != side) {
            turns.add(new Turn(side, new ArrayList<>()));
        }
        return last();
    }

    private Turn last() {
        return turns.get(turns.size() - 1);
    }

    private void answerCalls() {
        for (int i = 0; i < turns.size(); i++) {
            var results = turns.get(i).blocks().stream()
                    .filter(Turn.Block.Called.class::isInstance)
                    .map(block -> new Turn.Block.Returned(((Turn.Block.Called) block).call()))
                    .toList();
            if (results.isEmpty()) {
                continue;
            }
            if (i + 1 == turns.size()) {
                turnOf(Turn.Side.USER);
            }
            turns.get(i + 1).blocks().addAll(0, results);
        }
    }

    private void completeEnds(boolean prefill) {
        if (turns.isEmpty() || turns.get(0).side() == Turn.Side.ASSISTANT) {
            turns.add(0, saying(OPENING));
        }
        if (last().side() == Turn.Side.ASSISTANT) {
            if (prefill) {
                last().blocks().set(last().blocks().size() - 1, withoutTrailingSpace(last()));
            } else {
                turns.add(saying(CONTINUATION));
            }
        }
    }

    /** Removes white space from the end of a text that the model continues; the models add their own. */
    private static Turn.Block withoutTrailingSpace(Turn assistant) {
        var last = assistant.blocks().get(assistant.blocks().size() - 1);
        return last instanceof Turn.Block.Said said && said.part() instanceof Content.Part.Text text
                ? new Turn.Block.Said(new Content.Part.Text(text.value().stripTrailing(), text.cacheControl()))
                : last;
    }

    private static Turn saying(String text) {
        return new Turn(Turn.Side.USER, List.of(new Turn.Block.Said(new Content.Part.Text(text))));
    }
}
