package dev.caramba.dialect;

import dev.caramba.generation.Failure;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.Content;

/** Refuses content that a dialect does not {@linkplain Dialect#takes take}. It is never left out. */
public final class UnsaidContent {

    private UnsaidContent() {}

    /** Returns the exception for a part that the request has no place for. */
    public static ProviderException of(Content.Part part) {
        return Failure.invalid(
                        "messages",
                        "the model does not take a part of type " + part.type() + " in this form or message")
                .asException();
    }
}
