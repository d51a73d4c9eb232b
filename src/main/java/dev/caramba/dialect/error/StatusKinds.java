package dev.caramba.dialect.error;

import dev.caramba.generation.FailureKind;

/** Gives the meaning of a status other than 200 where the body does not say more. */
public final class StatusKinds {

    private StatusKinds() {}

    public static FailureKind of(int status) {
        return switch (status) {
            case 401, 407 -> FailureKind.AUTHENTICATION;
            case 402 -> FailureKind.QUOTA_EXHAUSTED;
            case 403, 451 -> FailureKind.PERMISSION;
            case 404, 410 -> FailureKind.NOT_FOUND;
            case 408, 504 -> FailureKind.TIMEOUT;
            case 429 -> FailureKind.RATE_LIMITED;
            case 499 -> FailureKind.NETWORK;
            case 529 -> FailureKind.OVERLOADED;
            // 202: accepted, but the answer must be fetched later; 409, 424, 425: a temporary conflict or a temporary
            // fault of a dependency.
            case 202, 409, 424, 425 -> FailureKind.UNAVAILABLE;
            default -> ofClass(status);
        };
    }

    private static FailureKind ofClass(int status) {
        if (status < 400) {
            return FailureKind.PROTOCOL;
        }
        return status < 500 ? FailureKind.INVALID_REQUEST : FailureKind.UNAVAILABLE;
    }
}
