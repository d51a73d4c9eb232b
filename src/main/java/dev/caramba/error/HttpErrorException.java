package dev.caramba.error;

/** Carries an {@link HttpError} to the code that writes it. It has no stack trace: the error is data, not a bug. */
public final class HttpErrorException extends RuntimeException {

    private final transient HttpError error;

    HttpErrorException(HttpError error) {
        super(error.code() + ": " + error.message(), null, false, false);
        this.error = error;
    }

    public HttpError error() {
        return error;
    }
}
