package dev.caramba.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.AnswerJson;
import dev.caramba.call.Invocation;
import dev.caramba.error.HttpError;
import dev.caramba.idempotency.IdempotentCalls;
import dev.caramba.idempotency.IdempotentRequest;
import dev.caramba.request.RequestReader;
import dev.caramba.result.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Runs one prompt, in the form of {@code /generate}, and returns its result. */
@Singleton
public final class PromptRunner {

    /** The form of the answer, which distinguishes this request from others with the same idempotency key. */
    private static final String FORM = "generate";

    private static final Logger LOG = Logger.getLogger(PromptRunner.class);

    private final IdempotentCalls calls;

    public PromptRunner(IdempotentCalls calls) {
        this.calls = calls;
    }

    /**
     * Runs a prompt, and runs it only once when it has a key. The result never fails. When the subscriber or the caller
     * leaves, the call is cancelled, and a later delivery runs the prompt again.
     */
    public Uni<PromptResult> run(Invocation invocation, ObjectNode prompt, Optional<IdempotencyKey> key) {
        return Uni.createFrom()
                .deferred(() -> calls.answer(
                        invocation,
                        RequestReader.generate(prompt),
                        key.map(known -> IdempotentRequest.of(known, FORM, prompt))))
                .<PromptResult>map(answer -> new PromptResult.Succeeded(AnswerJson.of(answer)))
                .onFailure()
                .recoverWithItem(e -> PromptResult.of(e).orElseGet(() -> broken(invocation, e)));
    }

    private static PromptResult broken(Invocation invocation, Throwable e) {
        LOG.errorf(e, "%s: failed", invocation.requestId());
        return PromptResult.of(HttpError.INTERNAL);
    }
}
