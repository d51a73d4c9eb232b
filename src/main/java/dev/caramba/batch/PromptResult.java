package dev.caramba.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.AnswerJson;
import dev.caramba.error.HttpError;
import dev.caramba.error.HttpErrorException;
import dev.caramba.format.Json;
import dev.caramba.idempotency.StoredResult;
import java.time.Duration;
import java.util.Optional;

/** What came of a prompt. */
public sealed interface PromptResult {

    /** @param result as {@code /generate} gives it */
    record Succeeded(ObjectNode result) implements PromptResult {

        @Override
        public HttpError error() {
            throw new IllegalStateException("the prompt has succeeded");
        }
    }

    /** Something is wrong with the prompt: the same again would fail again. */
    record Failed(HttpError error) implements PromptResult {}

    /**
     * Nothing is wrong with the prompt, and nothing is kept of the failure: it is worth another try.
     *
     * @param retryAfter how long to wait for that at least
     */
    record Retryable(HttpError error, Duration retryAfter) implements PromptResult {}

    /**
     * The same prompt is being run just now, here or elsewhere.
     *
     * @param retryAfter when that would be over if whoever runs it has died
     */
    record InProgress(HttpError error, Duration retryAfter) implements PromptResult {}

    /** The error, sorted. */
    static PromptResult of(HttpError error) {
        if (error.permanent()) {
            return new Failed(error);
        }
        var wait = error.retryAfter().orElse(Duration.ofSeconds(1));
        return error.status() == 409 ? new InProgress(error, wait) : new Retryable(error, wait);
    }

    /** What an exception says; empty when it says nothing of a prompt. */
    static Optional<PromptResult> of(Throwable e) {
        return HttpError.of(e).map(PromptResult::of);
    }

    /** What a store has kept of a prompt; empty when another version of the product has, in words of its own. */
    static Optional<PromptResult> kept(String text) {
        return StoredResult.read(text)
                .map(recorded -> recorded.error()
                        .map(PromptResult::of)
                        .orElseGet(() -> new Succeeded(AnswerJson.of(recorded.answer()))));
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
        throw error().asException();
    }

    /** How long to wait at least before another try; zero when there is none to be made. */
    default Duration retryAfter() {
        return Duration.ZERO;
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
            json.put("status", "failed").set("error", error().json());
        }
        return json;
    }

    /** The error; there is none where the prompt has succeeded. */
    HttpError error();
}
