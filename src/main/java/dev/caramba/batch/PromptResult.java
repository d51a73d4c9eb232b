package dev.caramba.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.AnswerJson;
import dev.caramba.error.HttpError;
import dev.caramba.error.HttpErrorException;
import dev.caramba.format.Json;
import dev.caramba.idempotency.StoredResult;
import java.time.Duration;
import java.util.Optional;

/** The result of a prompt. */
public sealed interface PromptResult {

    /**
     * The prompt has succeeded.
     *
     * @param result the answer in the form of {@code /generate}
     */
    record Succeeded(ObjectNode result) implements PromptResult {

        @Override
        public HttpError error() {
            throw new IllegalStateException("the prompt has succeeded");
        }
    }

    /** The prompt itself is wrong and would fail again. */
    record Failed(HttpError error) implements PromptResult {}

    /**
     * The prompt failed for a reason outside of it, and the failure is not stored. Another try may succeed.
     *
     * @param retryAfter how long to wait at least before another try
     */
    record Retryable(HttpError error, Duration retryAfter) implements PromptResult {}

    /**
     * The same prompt is being run now, by this instance or by another one.
     *
     * @param retryAfter when the claim on it would expire if that instance has died
     */
    record InProgress(HttpError error, Duration retryAfter) implements PromptResult {}

    /** Returns the kind of result that the error means. */
    static PromptResult of(HttpError error) {
        if (error.permanent()) {
            return new Failed(error);
        }
        var wait = error.retryAfter().orElse(Duration.ofSeconds(1));
        return error.status() == 409 ? new InProgress(error, wait) : new Retryable(error, wait);
    }

    /** Returns the result that an exception means; empty when the exception says nothing about the prompt. */
    static Optional<PromptResult> of(Throwable e) {
        return HttpError.of(e).map(PromptResult::of);
    }

    /** Returns the stored result of a prompt; empty when another version of the product wrote it in another format. */
    static Optional<PromptResult> kept(String text) {
        return StoredResult.read(text)
                .map(recorded -> recorded.error()
                        .map(PromptResult::of)
                        .orElseGet(() -> new Succeeded(AnswerJson.of(recorded.answer()))));
    }

    /**
     * Returns the answer of a prompt that has succeeded.
     *
     * @throws HttpErrorException with the error of a prompt that has failed
     */
    default ObjectNode result() {
        if (this instanceof Succeeded succeeded) {
            return succeeded.result();
        }
        throw error().asException();
    }

    /** Returns how long to wait at least before another try; zero when no other try is useful. */
    default Duration retryAfter() {
        return Duration.ZERO;
    }

    /** Returns whether another delivery of the same prompt can have another result. */
    default boolean worthAnotherTry() {
        return this instanceof Retryable || this instanceof InProgress;
    }

    /** Returns the result in the form of a batch's response. */
    default ObjectNode json(String id) {
        var json = Json.object().put("id", id);
        if (this instanceof Succeeded succeeded) {
            json.put("status", "succeeded").set("result", succeeded.result());
        } else {
            json.put("status", "failed").set("error", error().json());
        }
        return json;
    }

    /** Returns the error of a prompt that has failed. */
    HttpError error();
}
