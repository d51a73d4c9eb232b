package dev.caramba.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** One turn of the conversation. */
public sealed interface Message {

    /** Returns the same turn with its sealed thoughts {@linkplain Reasoning#unreadable unreadable}. */
    default Message withUnreadableThoughts() {
        return this;
    }

    /** Instructions that stand above the conversation. */
    record System(Content content) implements Message {}

    /** A message of the user. */
    record User(Content content) implements Message {}

    /**
     * An answer of the model: text, function calls, or both, and the thoughts that led to them.
     *
     * @param cacheControl the mark by which the provider caches the prompt up to the last of the calls, in Anthropic's
     *     form; a turn without calls has its mark on the last part of the content
     */
    record Assistant(
            Optional<Content> content,
            List<FunctionCall> functionCalls,
            List<Reasoning> reasoning,
            Optional<ObjectNode> cacheControl)
            implements Message {

        public Assistant(Optional<Content> content, List<FunctionCall> functionCalls, List<Reasoning> reasoning) {
            this(content, functionCalls, reasoning, Optional.empty());
        }

        public Assistant(Optional<Content> content, List<FunctionCall> functionCalls) {
            this(content, functionCalls, List.of());
        }

        @Override
        public Assistant withUnreadableThoughts() {
            return reasoning.isEmpty()
                    ? this
                    : new Assistant(
                            content,
                            functionCalls,
                            reasoning.stream().map(Reasoning::unreadable).toList(),
                            cacheControl);
        }
    }

    /**
     * The result of a function call.
     *
     * @param toolCallId the id of the assistant's call that this answers
     * @param name the function's name, taken from the assistant's call with this id where the history has one
     */
    record ToolResult(String toolCallId, Optional<String> name, Content content) implements Message {}
}
