package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.FinishReason;
import dev.caramba.prompt.FunctionCall;
import java.util.Optional;
import java.util.OptionalLong;

/** A call of an answer while it is collected. */
final class CollectedCall {

    final OptionalLong index;
    final long order;
    final StringBuilder arguments = new StringBuilder();
    String id = "";
    String name = "";
    Optional<ObjectNode> extraContent = Optional.empty();
    boolean custom;
    /** The position in the answer; negative before anything of the call is given out. */
    int position = -1;

    boolean inPieces;
    int taken;
    boolean closed;
    private int lookedAt;

    CollectedCall(OptionalLong index, long order) {
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
        custom = custom || entry.has("custom");
        var function = ToolCalls.described(entry);
        id = id.isEmpty() ? JsonFields.text(entry, "id").orElse("") : id;
        name = name.isEmpty() ? JsonFields.text(function, "name").orElse("") : name;
        JsonFields.present(function, custom ? "input" : "arguments").ifPresent(this::addArguments);
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
        boolean usable =
                !name.isEmpty() && (custom || Json.object(argumentsText()).isPresent());
        if (finish == FinishReason.LENGTH && !usable) {
            return false;
        }
        if (name.isEmpty()) {
            throw MalformedAnswer.because("a tool call has no name");
        }
        return true;
    }

    FunctionCall function() {
        return new FunctionCall(id, name, argumentsText(), extraContent, custom);
    }

    /** Returns the arguments that were not given out yet. */
    String takeNew() {
        inPieces = true;
        var text = arguments.substring(taken);
        taken = arguments.length();
        return text;
    }

    void addArguments(JsonNode value) {
        if (closed) {
            if (!value.isTextual() || !value.textValue().isBlank()) {
                throw MalformedAnswer.because("a tool call goes on after the end");
            }
            return;
        }
        if (value.isTextual()) {
            arguments.append(value.textValue());
        } else if (taken > 0) {
            throw MalformedAnswer.because("a tool call replaces its arguments");
        } else {
            arguments.setLength(0);
            arguments.append(Json.write(value));
        }
    }

    String argumentsText() {
        var text = arguments.toString();
        if (custom) {
            return text;
        }
        return text.isBlank() || text.strip().equals("null") ? "{}" : text.strip();
    }

    /** Returns whether the arguments have become a complete object since the last question. */
    boolean isNewlyComplete() {
        boolean same = arguments.length() == lookedAt;
        lookedAt = arguments.length();
        return !closed && !custom && !same && endsInBrace() && isComplete();
    }

    private boolean endsInBrace() {
        int last = arguments.length() - 1;
        while (last > 0 && Character.isWhitespace(arguments.charAt(last))) {
            last--;
        }
        return last > 0 && arguments.charAt(last) == '}';
    }

    private boolean isComplete() {
        return Json.object(arguments.toString()).isPresent();
    }
}
