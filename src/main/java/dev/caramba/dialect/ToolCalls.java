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
 * The tool calls of one answer, collected from what providers send, those of the OpenAI family above all: whole, in
 * fragments, with an index, an id, both or neither.
 */
public final class ToolCalls {

    /** More calls than any model asks for at once; each one costs a look at all others. */
    private static final int MOST = 1024;

    private final List<Call> calls = new ArrayList<>();
    private final CallIds ids = new CallIds();
    private int given;

    /** The calls that a message holds, whole or in part. */
    public static JsonNode in(JsonNode message) {
        var entries = message.path("tool_calls");
        if (entries.isArray() || entries.isNull() || entries.isMissingNode()) {
            return entries;
        }
        throw Malformed.because("the tool calls are no list");
    }

    /** Takes a call that came whole. */
    public void whole(JsonNode entry) {
        open(OptionalLong.of(calls.size())).add(entry);
    }

    /**
     * Takes a call that came whole in another form than the OpenAI family's.
     *
     * @param id empty when the provider gave none
     * @param arguments an object, or its text
     */
    public void whole(String id, String name, JsonNode arguments, Optional<ObjectNode> extraContent) {
        var call = open(OptionalLong.of(calls.size()));
        call.id = id;
        call.name = name;
        call.addArguments(arguments);
        call.extraContent = extraContent;
    }

    /** Takes a part of a call. */
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
     * The calls that were not given out yet, complete, by index. A call that the limit on tokens cut is left out.
     *
     * @param answer what the provider says to identify the answer
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

    /** Whether a call was given out. */
    boolean anyGivenOut() {
        return given > 0;
    }

    private Optional<Call> callOf(OptionalLong index, String id) {
        if (index.isEmpty() && id.isEmpty()) {
            return calls.isEmpty() ? Optional.empty() : Optional.of(calls.get(calls.size() - 1));
        }
        // the last one: a server that gives every call index 0 opens a new one each time
        return calls.stream()
                .filter(call -> index.isPresent() ? index.equals(call.index) : id.equals(call.id))
                .reduce((earlier, later) -> later);
    }

    private Call open(OptionalLong index) {
        if (calls.size() == MOST) {
            throw Malformed.because("it has more than " + MOST + " tool calls");
        }
        var call = new Call(index, index.orElse(calls.size()));
        calls.add(call);
        return call;
    }

    /** One call while it is collected. */
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

        /** The first id and name count, texts of arguments are joined, an object replaces them. */
        void add(JsonNode entry) {
            if (!entry.isObject()) {
                throw Malformed.because("a tool call is not an object");
            }
            var function = entry.path("function");
            id = id.isEmpty() ? JsonFields.text(entry, "id").orElse("") : id;
            name = name.isEmpty() ? JsonFields.text(function, "name").orElse("") : name;
            JsonFields.present(function, "arguments").ifPresent(this::addArguments);
            JsonFields.present(entry, "extra_content")
                    .filter(JsonNode::isObject)
                    .ifPresent(extra -> extraContent = Optional.of((ObjectNode) extra));
        }

        /** Whether what comes is another call, though it cannot be told from this one by its index or id alone. */
        boolean isFollowedBy(OptionalLong index, String id, String name) {
            if (name.isEmpty() || this.name.isEmpty()) {
                return false;
            }
            if (index.isPresent()) {
                return !id.isEmpty() && !this.id.isEmpty() && !id.equals(this.id) && isComplete();
            }
            return id.isEmpty() && (!name.equals(this.name) || isComplete());
        }

        /** Ends the call; false when there is nothing to give out because the limit on tokens cut it. */
        boolean close(FinishReason finish) {
            closed = true;
            boolean usable = !name.isEmpty() && Json.object(argumentsText()).isPresent();
            if (finish == FinishReason.LENGTH && !usable) {
                return false;
            }
            if (name.isEmpty()) {
                throw Malformed.because("a tool call has no name");
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
                throw Malformed.because("a tool call goes on after the end");
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
