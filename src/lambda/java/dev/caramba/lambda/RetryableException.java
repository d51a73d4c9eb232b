package dev.caramba.lambda;

import dev.caramba.error.HttpError;

/** Reports a failure that is not the request's fault: the same request may succeed later. */
public final class RetryableException extends FunctionException {

    RetryableException(HttpError error) {
        super(error);
    }
}
