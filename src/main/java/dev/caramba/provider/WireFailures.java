package dev.caramba.provider;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.wire.WireException;
import java.util.Optional;

/** Translates failures below HTTP into failures of a call. */
final class WireFailures {

    private WireFailures() {}

    /** Returns the failure that a wire exception means; empty for any other exception. */
    static Optional<Failure> of(Throwable e) {
        return e instanceof WireException wire
                ? Optional.of(Failure.of(kind(wire.reason()), wire.getMessage()))
                : Optional.empty();
    }

    private static FailureKind kind(WireException.Reason reason) {
        return switch (reason) {
            case CONNECT_TIMEOUT, IDLE_TIMEOUT -> FailureKind.TIMEOUT;
            case NETWORK -> FailureKind.NETWORK;
            case MALFORMED -> FailureKind.PROTOCOL;
        };
    }
}
