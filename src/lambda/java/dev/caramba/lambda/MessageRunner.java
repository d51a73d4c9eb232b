package dev.caramba.lambda;

import dev.caramba.batch.PromptResult;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jboss.logging.Logger;

/** Runs one message, and logs each prompt of it that gets no answer. */
final class MessageRunner {

    private static final Logger LOG = Logger.getLogger("dev.caramba.batch");

    private static final PromptResult NO_OBJECT =
            PromptResult.of(HttpError.refusal(400, "invalid_request", "The message is not a JSON object."));

    private static final PromptResult TOO_LATE = PromptResult.of(
            HttpError.of(Failure.of(FailureKind.TIMEOUT, "the invocation has no time left to begin a message")));

    private final InvocationPrompts prompts;

    MessageRunner(InvocationPrompts prompts) {
        this.prompts = prompts;
    }

    /** Runs a message. Completes with true when at least one of its prompts is worth another delivery. Never fails. */
    Uni<Boolean> run(LambdaInvocation invocation, SqsMessage message) {
        var own = invocation.of(message);
        return outcomes(own, message)
                .invoke(outcomes -> outcomes.forEach(outcome -> log(own, outcome)))
                .map(outcomes -> outcomes.stream().anyMatch(PromptResult::worthAnotherTry));
    }

    private Uni<List<PromptResult>> outcomes(LambdaInvocation own, SqsMessage message) {
        if (own.over()) {
            return Uni.createFrom().item(List.of(TOO_LATE));
        }
        return Json.object(message.body())
                .map(body -> prompts.message(own, body))
                .orElseGet(() -> Uni.createFrom().item(List.of(NO_OBJECT)));
    }

    private static void log(LambdaInvocation own, PromptResult outcome) {
        if (!(outcome instanceof PromptResult.Succeeded)) {
            LOG.warnf(
                    "message %s: %s, %s",
                    own.requestId(), outcome.error().code(), outcome.worthAnotherTry() ? "handed back" : "given up");
        }
    }
}
