package dev.caramba.dialect;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;

/** An answer that breaks its dialect's rules. */
public final class Malformed {

    private Malformed() {}

    /** Says what is wrong; never what the answer holds. */
    public static ProviderException because(String what) {
        return Failure.of(FailureKind.PROTOCOL, "the provider's answer is malformed: " + what)
                .asException();
    }
}
