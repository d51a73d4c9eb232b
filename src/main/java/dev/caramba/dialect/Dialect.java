package dev.caramba.dialect;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.WireFormat;
import dev.caramba.wire.WireHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The wire format of one family of providers: its requests, answers and errors. A dialect is stateless: one instance
 * serves every provider entry of its type. A custom dialect is a CDI bean; its name is then a valid {@code type} of a
 * provider entry.
 */
public interface Dialect extends Decoder.Format {

    /** Returns the {@code type} by which provider entries select this dialect. */
    String name();

    /**
     * Encodes a request for the wire.
     *
     * @param params the request; {@code model} is present and is the provider's own name
     * @throws dev.caramba.generation.ProviderException when the request cannot be expressed at all, or cannot be
     *     expressed exactly and {@code params.strict()} is true
     */
    Encoded encode(GenerationParams params, Endpoint endpoint);

    /**
     * Returns whether a caller's request in this wire format reaches the provider as it came, and the answer comes back
     * in that format. All else is translated.
     */
    default boolean passesOn(WireFormat format, Endpoint endpoint) {
        return false;
    }

    /**
     * Returns whether the model continues the text of the last message when this is the assistant's. Other models begin
     * a new message or refuse the request. A broken answer is continued in this way where it is possible.
     */
    default boolean continuesText(GenerationParams params) {
        return false;
    }

    /**
     * Returns whether the wire format has a place for this part of this message. Content is never left out: a provider
     * whose dialect does not take a part is passed over.
     */
    default boolean takes(Content.Part part, Message message, GenerationParams params, Endpoint endpoint) {
        return part.text().isPresent()
                || part instanceof Content.Part.InlineImage
                || part instanceof Content.Part.ImageUrl;
    }

    /** Returns whether one request can ask for several answers. */
    default boolean givesSeveralAnswers(GenerationParams params, Endpoint endpoint) {
        return false;
    }

    /** Returns the part of this dialect that makes vectors; empty when its providers make none. */
    default Optional<EmbeddingDialect> embeddings() {
        return Optional.empty();
    }

    /**
     * Encodes the question how many tokens the request has; empty when the provider does not count.
     *
     * @param params the request; {@code model} is present and is the provider's own name
     */
    default Optional<Encoded> encodeCount(GenerationParams params, Endpoint endpoint) {
        return Optional.empty();
    }

    /**
     * Returns the tokens that a successful answer to {@link #encodeCount} tells.
     *
     * @throws dev.caramba.generation.ProviderException when the body tells none
     */
    default long countIn(String body) {
        throw MalformedAnswer.because("it is no count of tokens");
    }

    /** Adds to an event what a successful response reports in its headers only. Most dialects report nothing there. */
    default Event completed(Event event, WireHeaders headers) {
        return event;
    }

    /** Returns the failure that a response with a status other than 200 means. */
    Failure classify(Reply reply);

    /**
     * Returns how long the provider has no requests or tokens left for this key, as a successful response reports it;
     * zero when it reports no such limit.
     */
    default Duration exhaustedFor(Reply reply) {
        return Duration.ZERO;
    }

    /**
     * Returns the names of the headers that may hold the provider's id of the request, best first. The id is for
     * support and logs.
     */
    default List<String> requestIdHeaders() {
        return List.of("x-request-id");
    }

    /** Returns the value of the first header that {@link #requestIdHeaders()} names, if any. */
    default Optional<String> requestId(WireHeaders headers) {
        return requestIdHeaders().stream()
                .map(headers::first)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
