package dev.caramba.dialect;

import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private final List<String> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final Map<String, Deque<AnsweredCall>> unanswered = new HashMap<>();

    private AlternatingTurns() {}

    /**
     * Arranges a history in turns.
     *
     * @param prefill whether the last turn may be the assistant's, for the model to continue
     */
    public static AlternatingTurns of(List<Message> history, boolean prefill) {
        var turns = new AlternatingTurns();
        history.forEach(turns::add);
        turns.answerCalls();
        turns.completeEnds(prefill);
        return turns;
    }

    /** Returns the texts of the system messages, none blank. */
    public List<String> system() {
        return system;
    }

    /** Returns the turns, none empty; the first one is the user's. */
    public List<Turn> list() {
        return turns;
    }

    private void add(Message message) {
        if (message instanceof Message.System instructions) {
            var text = instructions.content().text();
            if (!text.isBlank()) {
                system.add(text);
            }
        } else if (message instanceof Message.User user) {
            user.content().parts().forEach(part -> say(Turn.Side.USER, part));
        } else if (message instanceof Message.Assistant assistant) {
            assistant.content().ifPresent(content -> content.parts().forEach(this::answer));
            assistant.functionCalls().forEach(this::call);
        } else if (message instanceof Message.ToolResult result) {
            take(result);
        }
    }

    private void say(Turn.Side side, Content.Part part) {
        if (part.text().filter(String::isBlank).isEmpty()) {
            turnOf(side).blocks().add(new Turn.Block.Said(part));
        }
    }

    /** Adds a part of the assistant's message if it is a text; images of the assistant are left out. */
    private void answer(Content.Part part) {
        if (part.text().isPresent()) {
            say(Turn.Side.ASSISTANT, part);
        }
    }

    private void call(FunctionCall function) {
        var turn = turnOf(Turn.Side.ASSISTANT);
        var call = new AnsweredCall(function, turn);
        turn.blocks().add(new Turn.Block.Called(call));
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
        say(Turn.Side.USER, new Content.Part.Text(HistoryPlaceholders.inWords(result)));
        result.content().parts().stream()
                .filter(part -> part.text().isEmpty())
                .forEach(image -> say(Turn.Side.USER, image));
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
        var said = (Turn.Block.Said) assistant.blocks().get(assistant.blocks().size() - 1);
        return new Turn.Block.Said(
                new Content.Part.Text(said.part().text().orElse("").stripTrailing()));
    }

    private static Turn saying(String text) {
        return new Turn(Turn.Side.USER, List.of(new Turn.Block.Said(new Content.Part.Text(text))));
    }
}
