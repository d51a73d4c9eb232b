package dev.caramba.generation;

/**
 * Carries a {@link Failure} through code that throws. It has no stack trace, because a failure is data and not a bug.
 */
public final class ProviderException extends RuntimeException {

    private final transient Failure failure;

    public ProviderException(Failure failure) {
        super(failure.kind().wireName() + ": " + failure.message(), null, false, false);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
