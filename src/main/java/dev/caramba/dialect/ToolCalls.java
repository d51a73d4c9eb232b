package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Collects the tool calls of one answer, mostly from providers of the OpenAI family. A call may come complete or in
 * fragments, with an index, an id, both or neither. Fragments are given out as they come; each call is given out once
 * more when it is complete.
 */
public final class ToolCalls {

    /** The most calls of one answer; more than any model makes at once. Every new call is compared with all others. */
    private static final int MOST = 1024;

    private final List<CollectedCall> calls = new ArrayList<>();
    private final CallIds ids = new CallIds();
    private int begun;
    private int given;

    /** Returns the calls in a message, each complete or a fragment. */
    public static JsonNode in(JsonNode message) {
        var entries = message.path("tool_calls");
        if (entries.isArray() || entries.isNull() || entries.isMissingNode()) {
            return entries;
        }
        throw MalformedAnswer.because("the tool calls are no list");
    }

    /** Adds a complete call. */
    public void whole(JsonNode entry) {
        open(OptionalLong.of(calls.size())).add(entry);
    }

    /**
     * Adds a complete call whose format is not that of the OpenAI family.
     *
     * @param id the provider's id; empty when it gave none
     * @param arguments an object, or the text of one
     */
    public void whole(String id, String name, JsonNode arguments, Optional<ObjectNode> extraContent) {
        var call = open(OptionalLong.of(calls.size()));
        call.id = id;
        call.name = name;
        call.addArguments(arguments);
        call.extraContent = extraContent;
    }

    /**
     * Adds a fragment of a call and returns what it brings: nothing as long as the call has no name.
     *
     * @param answer what the provider sent that identifies the answer
     */
    public Optional<Piece> fragment(JsonNode entry, String answer) {
        var index = JsonFields.integer(entry, "index");
        var id = JsonFields.text(entry, "id").orElse("");
        var name = JsonFields.text(described(entry), "name").orElse("");
        var call = callOf(index, id)
                .filter(open -> !open.isFollowedBy(index, id, name))
                .orElseGet(() -> open(index));
        call.add(entry);
        return piece(call, answer);
    }

    /**
     * Begins a call whose format is not that of the OpenAI family, and whose arguments follow in {@link #arguments}.
     *
     * @param index the provider's index of the call
     */
    public List<Event> begin(long index, String id, String name, String answer) {
        var call = open(OptionalLong.of(index));
        call.id = id;
        call.name = name;
        return piece(call, answer).map(Piece::events).orElse(List.of());
    }

    /** Adds arguments to a call that was {@linkplain #begin begun}; nothing when there is no such call. */
    public List<Event> arguments(long index, String text, String answer) {
        return callOf(OptionalLong.of(index), "")
                .map(call -> {
                    call.addArguments(TextNode.valueOf(text));
                    return piece(call, answer).map(Piece::events).orElse(List.<Event>of());
                })
                .orElse(List.of());
    }

    private Optional<Piece> piece(CollectedCall call, String answer) {
        if (call.name.isEmpty()) {
            return Optional.empty();
        }
        boolean begins = call.position < 0;
        if (begins) {
            call.position = begun++;
            call.id = ids.next(call.id, answer, call.name, call.arguments.toString());
        }
        var arguments = call.takeNew();
        return Optional.of(
                new Piece(call.position, begins, call.id, call.name, call.custom, arguments, giveOutFollowed(answer)));
    }

    /**
     * Gives out the calls that are complete although the answer is not: another one has begun after them, and nothing
     * can follow a complete object. Who writes one call after the other need not wait for the end.
     */
    private List<Event> giveOutFollowed(String answer) {
        var events = new ArrayList<Event>();
        calls.stream()
                .filter(call -> call.position >= 0 && call.position < begun - 1)
                .filter(CollectedCall::isNewlyComplete)
                .filter(call -> call.close(FinishReason.TOOL_CALLS))
                .forEach(call -> events.addAll(giveOut(call, answer)));
        return events;
    }

    /** Returns the part of an entry that has the name and the arguments. */
    static JsonNode described(JsonNode entry) {
        return entry.path(entry.has("custom") ? "custom" : "function");
    }

    /**
     * What a fragment brings.
     *
     * @param index the position of the call in the answer
     * @param begins whether it is the first of its call
     * @param arguments the new arguments; may be empty
     * @param ended the ends of calls that are known to be complete by now
     */
    public record Piece(
            int index, boolean begins, String id, String name, boolean custom, String arguments, List<Event> ended) {

        /** Returns whether the fragment itself brings something. */
        public boolean isNew() {
            return begins || !arguments.isEmpty();
        }

        /** Returns the events that this piece gives. */
        public List<Event> events() {
            var events = new ArrayList<Event>();
            if (begins) {
                events.add(new Event.ToolCallStart(index, id, name));
            }
            if (!arguments.isEmpty()) {
                events.add(new Event.ToolCallArguments(index, arguments));
            }
            events.addAll(ended);
            return events;
        }
    }

    /**
     * Completes the calls that were not given out yet and returns them by index. It leaves out a call that the limit on
     * tokens cut.
     *
     * @param answer what the provider sent that identifies the answer
     */
    public List<Event> giveOut(FinishReason finish, String answer) {
        var events = new ArrayList<Event>();
        calls.stream()
                .filter(call -> !call.closed)
                .sorted(Comparator.comparingLong(call -> call.position < 0 ? call.order : call.position))
                .filter(call -> call.close(finish))
                .forEach(call -> events.addAll(giveOut(call, answer)));
        return events;
    }

    private List<Event> giveOut(CollectedCall call, String answer) {
        given++;
        if (call.position < 0) {
            call.position = begun++;
            call.id = ids.next(call.id, answer, call.name, call.argumentsText());
        }
        var whole = new Event.ToolCall(call.position, call.function());
        // Who joins the pieces must get the same arguments.
        return call.inPieces && !call.custom && call.arguments.toString().isBlank()
                ? List.of(
                        new Event.ToolCallArguments(
                                call.position, whole.function().arguments()),
                        whole)
                : List.of(whole);
    }

    /** Returns whether there is a call. */
    public boolean any() {
        return !calls.isEmpty();
    }

    /** Returns whether a call was given out. */
    boolean anyGivenOut() {
        return given > 0;
    }

    private Optional<CollectedCall> callOf(OptionalLong index, String id) {
        if (index.isEmpty() && id.isEmpty()) {
            return calls.isEmpty() ? Optional.empty() : Optional.of(calls.get(calls.size() - 1));
        }
        // The last one counts: a server that gives every call index 0 begins a new call each time.
        return calls.stream()
                .filter(call -> index.isPresent() ? index.equals(call.index) : id.equals(call.id))
                .reduce((earlier, later) -> later);
    }

    private CollectedCall open(OptionalLong index) {
        if (calls.size() == MOST) {
            throw MalformedAnswer.because("it has more than " + MOST + " tool calls");
        }
        var call = new CollectedCall(index, index.orElse(calls.size()));
        calls.add(call);
        return call;
    }
}
