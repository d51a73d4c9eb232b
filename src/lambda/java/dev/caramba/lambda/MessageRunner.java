package dev.caramba.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.edge.HttpError;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Json;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Runs the prompts of one message: the message is one, or has several as {@code {"prompts":[...]}}. */
@Singleton
class MessageRunner {

    private static final Logger LOG = Logger.getLogger("dev.caramba.batch");

    /** Prompts of one message that are run at a time. */
    private static final int CONCURRENCY = 8;

    private static final HttpError NO_PROMPT = HttpError.refusal(
            400, "invalid_request", "The message is neither a JSON object nor a list of some as prompts.");

    private static final HttpError TOO_LATE =
            HttpError.of(Failure.of(FailureKind.TIMEOUT, "the invocation has no time left to begin a prompt"));

    private final Prompts prompts;

    MessageRunner(Prompts prompts) {
        this.prompts = prompts;
    }

    /** Whether the message is worth another delivery: one of its prompts is. Never fails. */
    Uni<Boolean> run(LambdaInvocation invocation, SqsMessage message) {
        return Multi.createFrom()
                .items(prompts(message))
                .onItem()
                .transformToUni(prompt -> run(invocation, prompt))
                .merge(CONCURRENCY)
                .onItem()
                .transformToIterable(error -> error.map(List::of).orElse(List.of()))
                .invoke(error -> tell(invocation, error))
                .collect()
                .asList()
                .map(errors -> !errors.stream().allMatch(FunctionException::permanent));
    }

    private Uni<Optional<HttpError>> run(LambdaInvocation invocation, Optional<ObjectNode> prompt) {
        if (invocation.over()) {
            return Uni.createFrom().item(Optional.of(TOO_LATE));
        }
        return prompt.map(known -> prompts.run(invocation, known))
                .orElseGet(() -> Uni.createFrom().item(Optional.of(NO_PROMPT)));
    }

    /** Empty for what can be no prompt. */
    private static Stream<Optional<ObjectNode>> prompts(SqsMessage message) {
        var body = Json.object(message.body());
        var list = body.map(object -> object.get("prompts")).filter(JsonNode::isArray);
        return list.filter(array -> !array.isEmpty())
                .map(array -> StreamSupport.stream(array.spliterator(), false).map(MessageRunner::object))
                .orElseGet(() -> Stream.of(body));
    }

    private static Optional<ObjectNode> object(JsonNode node) {
        return Optional.of(node).filter(JsonNode::isObject).map(ObjectNode.class::cast);
    }

    private static void tell(LambdaInvocation invocation, HttpError error) {
        LOG.warnf(
                "message %s: %s, %s",
                invocation.requestId(), error.code(), FunctionException.permanent(error) ? "given up" : "handed back");
    }
}
