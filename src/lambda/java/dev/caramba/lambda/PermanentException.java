package dev.caramba.lambda;

import dev.caramba.error.HttpError;

/** Something is wrong with the request: the same again would fail again. */
public final class PermanentException extends FunctionException {

    PermanentException(HttpError error) {
        super(error);
    }
}
