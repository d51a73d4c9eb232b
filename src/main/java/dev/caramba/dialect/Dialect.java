package dev.caramba.dialect;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.wire.WireHeaders;
import java.time.Duration;
import java.util.List;

/**
 * How one family of providers writes requests, answers and errors. Stateless: one instance serves every provider entry
 * of its type. A custom dialect is a CDI bean; its name is then a valid {@code type} of a provider entry.
 */
public interface Dialect {

    /** The {@code type} under which provider entries ask for it. */
    String name();

    /**
     * The request on the wire.
     *
     * @param params what is asked; {@code model} is present and is the provider's own name
     * @throws dev.caramba.generation.ProviderException when the request cannot be expressed at all, or not to the
     *     letter although {@code params.strict()} asks for it
     */
    Encoded encode(GenerationParams params, Endpoint endpoint);

    /**
     * Whether the model goes on where a last message of the assistant ends, rather than beginning a new one or refusing
     * it. A broken answer is then continued in that way.
     */
    default boolean continuesText(GenerationParams params) {
        return false;
    }

    /** A decoder for one streamed answer. */
    Decoder decoder();

    /**
     * The events of an answer that came whole, with status 200.
     *
     * @throws dev.caramba.generation.ProviderException when it is an error or not an answer of this dialect
     */
    List<Event> decodeWhole(String body);

    /** The event of a successful response with what its headers tell beside the body; most dialects tell nothing there. */
    default Event completed(Event event, WireHeaders headers) {
        return event;
    }

    /** What a response with another status than 200 means. */
    Failure classify(Reply reply);

    /**
     * How long a successful response says that the provider has no requests or tokens left for this key; zero when it
     * says nothing of the kind.
     */
    default Duration exhaustedFor(Reply reply) {
        return Duration.ZERO;
    }

    /** The provider's id of the request, for support and logs: the names of the headers that may hold it, best first. */
    default List<String> requestIdHeaders() {
        return List.of("x-request-id");
    }

    /** The header of {@code headers} that {@link #requestIdHeaders()} names, if any. */
    default java.util.Optional<String> requestId(WireHeaders headers) {
        return requestIdHeaders().stream()
                .map(headers::first)
                .flatMap(java.util.Optional::stream)
                .findFirst();
    }
}
