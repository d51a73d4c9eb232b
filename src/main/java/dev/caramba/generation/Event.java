package dev.caramba.generation;

import dev.caramba.prompt.FunctionCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One step of an answer. Events of one stream carry sequence numbers from 0 without gaps. */
public sealed interface Event {

    /** The position in the stream, from 0. */
    long sequence();

    /** The same event at another position. */
    Event at(long sequence);

    /** Whether the stream ends with this event. */
    default boolean terminal() {
        return false;
    }

    /** Whether this event commits a call: from here on the caller has seen something of the answer. */
    default boolean commits() {
        return false;
    }

    /**
     * The provider has begun to answer. At most once, before any content.
     *
     * @param id the provider's own id of the response
     * @param model the model name the provider answers with
     * @param droppedParams names of the parameters that the dialect could not express and left out
     * @param exhaustedFor how long the provider says that it has no requests left; zero when it says nothing of the kind
     */
    record Start(
            long sequence,
            Optional<String> id,
            Optional<String> model,
            List<String> droppedParams,
            Duration exhaustedFor)
            implements Event {

        public Start(Optional<String> id, Optional<String> model) {
            this(0, id, model, List.of(), Duration.ZERO);
        }

        @Override
        public Start at(long sequence) {
            return new Start(sequence, id, model, droppedParams, exhaustedFor);
        }

        /** The same start under other names. */
        public Start named(Optional<String> id, Optional<String> model) {
            return new Start(sequence, id, model, droppedParams, exhaustedFor);
        }

        /** The same start with what the adapter knows beside the decoded body. */
        public Start with(List<String> droppedParams, Duration exhaustedFor) {
            return new Start(sequence, id, model, List.copyOf(droppedParams), exhaustedFor);
        }
    }

    /** A piece of the answer's text, never empty; no reasoning, no tool plans, no citations. */
    record Chunk(long sequence, String text) implements Event {

        public Chunk(String text) {
            this(0, text);
        }

        @Override
        public Chunk at(long sequence) {
            return new Chunk(sequence, text);
        }

        @Override
        public boolean commits() {
            return true;
        }
    }

    /**
     * The model asks for a function to be called. Given out once, complete.
     *
     * @param index the position among the tool calls of this answer, from 0
     */
    record ToolCall(long sequence, int index, FunctionCall function) implements Event {

        public ToolCall(int index, FunctionCall function) {
            this(0, index, function);
        }

        @Override
        public ToolCall at(long sequence) {
            return new ToolCall(sequence, index, function);
        }

        @Override
        public boolean commits() {
            return true;
        }
    }

    /**
     * The answer failed.
     *
     * @param partial whether text or a tool call was given out before
     * @param usage what the provider had told of its tokens by then
     */
    record Error(long sequence, Failure failure, boolean partial, Optional<Usage> usage) implements Event {

        public Error(Failure failure) {
            this(failure, Optional.empty());
        }

        public Error(Failure failure, Optional<Usage> usage) {
            this(0, failure, false, usage);
        }

        @Override
        public Error at(long sequence) {
            return new Error(sequence, failure, partial, usage);
        }

        /** The same error for another reason. */
        public Error with(Failure failure) {
            return new Error(sequence, failure, partial, usage);
        }

        /** The same error, after something was given out. */
        public Error afterContent() {
            return new Error(sequence, failure, true, usage);
        }

        @Override
        public boolean terminal() {
            return true;
        }
    }

    /** The answer is complete. */
    record Done(long sequence, FinishReason finishReason, Optional<Usage> usage) implements Event {

        public Done(FinishReason finishReason, Optional<Usage> usage) {
            this(0, finishReason, usage);
        }

        @Override
        public Done at(long sequence) {
            return new Done(sequence, finishReason, usage);
        }

        @Override
        public boolean terminal() {
            return true;
        }

        @Override
        public boolean commits() {
            return true;
        }
    }
}
