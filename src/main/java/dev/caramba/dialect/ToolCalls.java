package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.prompt.FunctionCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Collects the tool calls of one answer, mostly from providers of the OpenAI family. A call may come complete or in
 * fragments, with an index, an id, both or neither.
 */
public final class ToolCalls {

    /** The most calls of one answer; more than any model makes at once. Every new call is compared with all others. */
    private static final int MOST = 1024;

    private final List<Call> calls = new ArrayList<>();
    private final CallIds ids = new CallIds();
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

    /** Adds a fragment of a call. */
    public void fragment(JsonNode entry) {
        var index = JsonFields.integer(entry, "index");
        var id = JsonFields.text(entry, "id").orElse("");
        var name = JsonFields.text(entry.path("function"), "name").orElse("");
        callOf(index, id)
                .filter(call -> !call.isFollowedBy(index, id, name))
                .orElseGet(() -> open(index))
                .add(entry);
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
                .sorted(Comparator.comparingLong(call -> call.order))
                .filter(call -> call.close(finish))
                .map(call -> new Event.ToolCall(given++, call.function(ids, answer)))
                .forEach(events::add);
        return events;
    }

    /** Returns whether a call was given out. */
    boolean anyGivenOut() {
        return given > 0;
    }

    private Optional<Call> callOf(OptionalLong index, String id) {
        if (index.isEmpty() && id.isEmpty()) {
            return calls.isEmpty() ? Optional.empty() : Optional.of(calls.get(calls.size() - 1));
        }
        // The last one counts: a server that gives every call index 0 begins a new call each time.
        return calls.stream()
                .filter(call -> index.isPresent() ? index.equals(call.index) : id.equals(call.id))
                .reduce((earlier, later) -> later);
    }

    private Call open(OptionalLong index) {
        if (calls.size() == MOST) {
            throw MalformedAnswer.because("it has more than " + MOST + " tool calls");
        }
        var call = new Call(index, index.orElse(calls.size()));
        calls.add(call);
        return call;
    }

    /** A call that is being collected. */
    private static final class Call {

        final OptionalLong index;
        final long order;
        final StringBuilder arguments = new StringBuilder();
        String id = "";
        String name = "";
        Optional<ObjectNode> extraContent = Optional.empty();
        boolean closed;

        Call(OptionalLong index, long order) {
            this.index = index;
            this.order = order;
        }

        /**
         * Adds a fragment. The first id and the first name count. Argument texts are joined, and an argument object
         * replaces them.
         */
        void add(JsonNode entry) {
            if (!entry.isObject()) {
                throw MalformedAnswer.because("a tool call is not an object");
            }
            var function = entry.path("function");
            id = id.isEmpty() ? JsonFields.text(entry, "id").orElse("") : id;
            name = name.isEmpty() ? JsonFields.text(function, "name").orElse("") : name;
            JsonFields.present(function, "arguments").ifPresent(this::addArguments);
            JsonFields.present(entry, "extra_content")
                    .filter(JsonNode::isObject)
                    .ifPresent(extra -> extraContent = Optional.of((ObjectNode) extra));
        }

        /** Returns whether a fragment begins another call, where its index or id alone does not show this. */
        boolean isFollowedBy(OptionalLong index, String id, String name) {
            if (name.isEmpty() || this.name.isEmpty()) {
                return false;
            }
            if (index.isPresent()) {
                return !id.isEmpty() && !this.id.isEmpty() && !id.equals(this.id) && isComplete();
            }
            return id.isEmpty() && (!name.equals(this.name) || isComplete());
        }

        /** Ends the call. Returns false when the limit on tokens cut it, so that there is nothing to give out. */
        boolean close(FinishReason finish) {
            closed = true;
            boolean usable = !name.isEmpty() && Json.object(argumentsText()).isPresent();
            if (finish == FinishReason.LENGTH && !usable) {
                return false;
            }
            if (name.isEmpty()) {
                throw MalformedAnswer.because("a tool call has no name");
            }
            return true;
        }

        FunctionCall function(CallIds ids, String answer) {
            var text = argumentsText();
            return new FunctionCall(ids.next(id, answer, name, text), name, text, extraContent);
        }

        private void addArguments(JsonNode value) {
            boolean adds = !value.isTextual() || !value.textValue().isEmpty();
            if (closed && adds) {
                throw MalformedAnswer.because("a tool call goes on after the end");
            }
            if (value.isTextual()) {
                arguments.append(value.textValue());
            } else {
                arguments.setLength(0);
                arguments.append(Json.write(value));
            }
        }

        private String argumentsText() {
            var text = arguments.toString().strip();
            return text.isEmpty() || text.equals("null") ? "{}" : text;
        }

        private boolean isComplete() {
            return Json.object(arguments.toString()).isPresent();
        }
    }
}
