package dev.caramba.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.generation.Json;
import java.time.Duration;

/** What came of a prompt. */
public sealed interface Outcome {

    /** @param result as {@code /generate} gives it */
    record Succeeded(ObjectNode result) implements Outcome {}

    /** Something is wrong with the prompt: the same again would fail again. */
    record Failed(HttpError error) implements Outcome {}

    /**
     * Nothing is wrong with the prompt, and nothing is kept of the failure: it is worth another try.
     *
     * @param retryAfter how long to wait for that at least
     */
    record Retryable(HttpError error, Duration retryAfter) implements Outcome {}

    /**
     * The same prompt is being run just now, here or elsewhere.
     *
     * @param retryAfter when that would be over if whoever runs it has died
     */
    record InProgress(HttpError error, Duration retryAfter) implements Outcome {}

    /** The error, sorted. */
    static Outcome of(HttpError error) {
        if (error.permanent()) {
            return new Failed(error);
        }
        var wait = error.retryAfter().orElse(Duration.ofSeconds(1));
        return error.status() == 409 ? new InProgress(error, wait) : new Retryable(error, wait);
    }

    /**
     * The result of a prompt that has succeeded.
     *
     * @throws HttpErrorException the error of one that has not
     */
    default ObjectNode result() {
        if (this instanceof Succeeded succeeded) {
            return succeeded.result();
        }
        throw failure().asException();
    }

    /** Whether another delivery of the same prompt can come to something else. */
    default boolean worthAnotherTry() {
        return this instanceof Retryable || this instanceof InProgress;
    }

    /** As it stands in the results of a batch. */
    default ObjectNode json(String id) {
        var json = Json.object().put("id", id);
        if (this instanceof Succeeded succeeded) {
            json.put("status", "succeeded").set("result", succeeded.result());
        } else {
            json.put("status", "failed").set("error", failure().json());
        }
        return json;
    }

    /** The error of everything but {@link Succeeded}. */
    private HttpError failure() {
        if (this instanceof Failed failed) {
            return failed.error();
        }
        return this instanceof Retryable retryable ? retryable.error() : ((InProgress) this).error();
    }
}
