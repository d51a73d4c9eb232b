package dev.caramba.lambda;

import dev.caramba.error.HttpError;

/** Reports that the request is at fault: the same request would fail again. */
public final class PermanentException extends FunctionException {

    PermanentException(HttpError error) {
        super(error);
    }
}
