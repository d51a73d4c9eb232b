package dev.caramba.dialect;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;

/** Creates the exception for an answer that breaks its dialect's rules. */
public final class MalformedAnswer {

    private MalformedAnswer() {}

    /** Creates the exception. Its message names the fault and never quotes the answer. */
    public static ProviderException because(String what) {
        return Failure.of(FailureKind.PROTOCOL, "the provider's answer is malformed: " + what)
                .asException();
    }
}
