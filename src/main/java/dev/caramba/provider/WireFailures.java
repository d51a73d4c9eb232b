package dev.caramba.provider;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.wire.WireException;
import java.util.Optional;

/** What trouble below HTTP means for a call. */
final class WireFailures {

    private WireFailures() {}

    /** The failure of a wire exception; empty for any other. */
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
