package dev.caramba.provider;

import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.InnerFields;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.WireFormat;
import java.util.Optional;

/** Finds what a dialect cannot express of a request, before anything is sent. */
final class ExpressedRequest {

    private ExpressedRequest() {}

    /** Returns the failure that names what cannot be expressed; empty when all that must be expressed can be. */
    static Optional<Failure> failure(Dialect dialect, GenerationParams params, Endpoint endpoint) {
        if (params.originalIn(WireFormat.COMPLETIONS).isPresent()
                && !dialect.passesOn(WireFormat.COMPLETIONS, endpoint)) {
            return Optional.of(Failure.of(
                            FailureKind.NOT_FOUND,
                            "the model " + model(params)
                                    + " has no legacy completions, which are the OpenAI family's alone: ask for"
                                    + " /v1/chat/completions")
                    .withParam("model"));
        }
        if (params.answers() > 1 && !dialect.givesSeveralAnswers(params, endpoint)) {
            return Optional.of(Failure.invalid("n", "the model " + model(params) + " gives one answer only"));
        }
        return content(dialect, params, endpoint)
                .or(() -> params.strict() ? strict(dialect, params, endpoint) : Optional.empty());
    }

    private static Optional<Failure> content(Dialect dialect, GenerationParams params, Endpoint endpoint) {
        for (int i = 0; i < params.messages().size(); i++) {
            var message = params.messages().get(i);
            var parts = InnerFields.parts(message);
            for (int j = 0; j < parts.size(); j++) {
                if (!dialect.takes(parts.get(j), message, params, endpoint)) {
                    var path = "messages[" + i + "].content[" + j + "]";
                    return Optional.of(Failure.invalid(
                            placeOf(path, params),
                            "the model " + model(params) + " does not take " + named(parts.get(j), params)
                                    + " in this form"));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the part by the type that the caller gave it. */
    private static String named(Content.Part part, GenerationParams params) {
        if (params.originalIn(WireFormat.MESSAGES).isEmpty()) {
            return "a part of type " + part.type();
        }
        var type = part instanceof Content.Part.Document
                ? "document"
                : part instanceof Content.Part.ImageUrl ? "image" : part.type();
        return type.isEmpty() ? "a block without a type" : "a block of type " + type;
    }

    /** Returns where the caller wrote the part. Turns of Messages are several messages here, so their places are not kept. */
    private static String placeOf(String path, GenerationParams params) {
        var place = params.original().map(request -> request.placeOf(path)).orElse(path);
        return place.equals(path) && params.originalIn(WireFormat.MESSAGES).isPresent() ? "messages" : place;
    }

    private static Optional<Failure> strict(Dialect dialect, GenerationParams params, Endpoint endpoint) {
        try {
            dialect.encode(params, endpoint);
            return Optional.empty();
        } catch (ProviderException e) {
            return Optional.of(e.failure());
        }
    }

    private static String model(GenerationParams params) {
        return params.model().orElseThrow();
    }
}
