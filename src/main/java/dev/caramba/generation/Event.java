package dev.caramba.generation;

import dev.caramba.prompt.FunctionCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One step of an answer. Events of one stream carry sequence numbers from 0 without gaps. */
public sealed interface Event {

    /** Returns the position in the stream, from 0. */
    long sequence();

    /** Returns the same event at another position. */
    Event at(long sequence);

    /** Returns whether the stream ends with this event. */
    default boolean terminal() {
        return false;
    }

    /** Returns whether this event commits a call: from here on the caller has seen a part of the answer. */
    default boolean commits() {
        return false;
    }

    /**
     * The provider has begun to answer. A stream has at most one, before any content.
     *
     * @param id the provider's own id of the response
     * @param model the model name in the provider's answer
     * @param droppedParams names of the parameters that the dialect could not express and left out
     * @param exhaustedFor how long the provider will accept no more requests, by its own report; zero when it reports
     *     nothing
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

        /** Returns the same start with another id and model name. */
        public Start named(Optional<String> id, Optional<String> model) {
            return new Start(sequence, id, model, droppedParams, exhaustedFor);
        }

        /** Returns the same start with what the adapter knows in addition to the decoded body. */
        public Start with(List<String> droppedParams, Duration exhaustedFor) {
            return new Start(sequence, id, model, List.copyOf(droppedParams), exhaustedFor);
        }
    }

    /** A piece of the answer's text, never empty. Reasoning, tool plans and citations are not part of it. */
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
     * The model asks for a function call. The event comes once per call, with complete arguments.
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
     * @param partial whether text or a tool call came before
     * @param usage the tokens that the provider had reported by then
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

        /** Returns the same error with another failure. */
        public Error with(Failure failure) {
            return new Error(sequence, failure, partial, usage);
        }

        /** Returns the same error, marked as one after content. */
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
