package dev.caramba.lambda;

import dev.caramba.error.HttpError;

/** Nothing is wrong with the request: it is worth another try later. */
public final class RetryableException extends FunctionException {

    RetryableException(HttpError error) {
        super(error);
    }
}
