package dev.caramba.generation;

import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Seal;
import dev.caramba.prompt.WireFormat;
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
     * Returns the piece of the provider's answer from which this event was decoded, in a wire format that callers speak
     * too; empty when the provider speaks another format. All events of one piece return the same object.
     */
    default Optional<Original> original() {
        return Optional.empty();
    }

    /** Returns the {@link #original()} where it has this format. */
    default Optional<Original> original(WireFormat format) {
        return original().filter(piece -> piece.format() == format);
    }

    /** Returns the same event, decoded from this piece; an event that carries none stays as it is. */
    default Event from(Optional<Original> original) {
        return this;
    }

    /** Returns the same event without the {@link #original()}. */
    default Event plain() {
        return from(Optional.empty());
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

    /**
     * A piece of what the model thinks before it answers. It is not part of the answer's text.
     *
     * @param index the position of the thought in the answer, from 0; the pieces of one thought have the same one
     * @param text the piece; empty when the event brings the seal alone
     * @param seal the maker's proof of this thought; it comes with the last piece
     */
    record Reasoning(long sequence, int index, String text, Optional<Seal> seal, Optional<Original> original)
            implements Event {

        public Reasoning(String text) {
            this(0, text, Optional.empty());
        }

        public Reasoning(int index, String text, Optional<Seal> seal) {
            this(0, index, text, seal, Optional.empty());
        }

        @Override
        public Reasoning at(long sequence) {
            return new Reasoning(sequence, index, text, seal, original);
        }

        @Override
        public Reasoning from(Optional<Original> original) {
            return new Reasoning(sequence, index, text, seal, original);
        }

        @Override
        public boolean commits() {
            return true;
        }
    }

    /** A piece of the answer's text, never empty. Reasoning, tool plans and citations are not part of it. */
    record Chunk(long sequence, String text, Optional<Original> original) implements Event {

        public Chunk(String text) {
            this(0, text);
        }

        public Chunk(long sequence, String text) {
            this(sequence, text, Optional.empty());
        }

        @Override
        public Chunk at(long sequence) {
            return new Chunk(sequence, text, original);
        }

        @Override
        public Chunk from(Optional<Original> original) {
            return new Chunk(sequence, text, original);
        }

        @Override
        public boolean commits() {
            return true;
        }
    }

    /**
     * The model begins to write a tool call. Its arguments follow in {@link ToolCallArguments}, and a {@link ToolCall}
     * ends it.
     *
     * @param index the position among the tool calls of this answer, from 0
     */
    record ToolCallStart(long sequence, int index, String id, String name, Optional<Original> original)
            implements Event {

        public ToolCallStart(int index, String id, String name) {
            this(0, index, id, name, Optional.empty());
        }

        @Override
        public ToolCallStart at(long sequence) {
            return new ToolCallStart(sequence, index, id, name, original);
        }

        @Override
        public ToolCallStart from(Optional<Original> original) {
            return new ToolCallStart(sequence, index, id, name, original);
        }

        @Override
        public boolean commits() {
            return true;
        }
    }

    /**
     * A piece of the arguments of a tool call that has begun.
     *
     * @param index the position of the call, as in its {@link ToolCallStart}
     * @param text the piece of the arguments' JSON text, never empty
     */
    record ToolCallArguments(long sequence, int index, String text, Optional<Original> original) implements Event {

        public ToolCallArguments(int index, String text) {
            this(0, index, text, Optional.empty());
        }

        @Override
        public ToolCallArguments at(long sequence) {
            return new ToolCallArguments(sequence, index, text, original);
        }

        @Override
        public ToolCallArguments from(Optional<Original> original) {
            return new ToolCallArguments(sequence, index, text, original);
        }

        @Override
        public boolean commits() {
            return true;
        }
    }

    /**
     * A tool call is complete. The event comes once per call, with complete arguments, whether or not the call came in
     * pieces before.
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
     * A piece of the answer that is none of the others, such as an annotation, a log probability, a further choice or
     * the finish reason. It is carried for callers who speak its wire format.
     *
     * @param content whether the piece is a part of the answer's content; others are held back until content comes
     */
    record Other(long sequence, boolean content, Original piece) implements Event {

        public Other(boolean content, Original piece) {
            this(0, content, piece);
        }

        @Override
        public Other at(long sequence) {
            return new Other(sequence, content, piece);
        }

        @Override
        public Optional<Original> original() {
            return Optional.of(piece);
        }

        @Override
        public boolean commits() {
            return content;
        }
    }

    /**
     * Vectors, one for each input of a request for them, in its order. An answer has all of them in one event.
     *
     * @param original the answer as the provider wrote it, with null in the place of each vector
     */
    record Vectors(long sequence, List<EmbeddingVector> vectors, Optional<Original> original) implements Event {

        public Vectors {
            vectors = List.copyOf(vectors);
        }

        public Vectors(List<EmbeddingVector> vectors) {
            this(0, vectors, Optional.empty());
        }

        @Override
        public Vectors at(long sequence) {
            return new Vectors(sequence, vectors, original);
        }

        @Override
        public Vectors from(Optional<Original> original) {
            return new Vectors(sequence, vectors, original);
        }

        @Override
        public boolean commits() {
            return true;
        }

        /** Returns the number of the vectors alone, since texts can be guessed from vectors. */
        @Override
        public String toString() {
            return vectors.size() + " vectors";
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

    /**
     * The answer is complete.
     *
     * @param original the whole answer when it was not streamed, else the piece that reported the usage
     */
    record Done(long sequence, FinishReason finishReason, Optional<Usage> usage, Optional<Original> original)
            implements Event {

        public Done(FinishReason finishReason, Optional<Usage> usage) {
            this(0, finishReason, usage);
        }

        public Done(long sequence, FinishReason finishReason, Optional<Usage> usage) {
            this(sequence, finishReason, usage, Optional.empty());
        }

        @Override
        public Done at(long sequence) {
            return new Done(sequence, finishReason, usage, original);
        }

        @Override
        public Done from(Optional<Original> original) {
            return new Done(sequence, finishReason, usage, original);
        }

        /** Returns the same event with other tokens. The original is left out where it reports different ones. */
        public Done with(Optional<Usage> usage) {
            return usage.equals(this.usage) ? this : new Done(sequence, finishReason, usage);
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
