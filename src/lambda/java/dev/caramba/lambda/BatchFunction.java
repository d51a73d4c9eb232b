package dev.caramba.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.batch.BatchRunner.Part;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import io.quarkus.funqy.Funq;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;

/**
 * The function for batches: of prompts, for which a caller waits, or of SQS messages. A message that is worth another
 * try is handed back to the queue. Any other message is finished, successful or not, and never delivered again.
 * Messages of a FIFO queue keep their order: if one is handed back, the later ones of its group are too.
 */
public class BatchFunction {

    /** The most groups of messages that run at a time. */
    private static final int CONCURRENCY = 8;

    private final InvocationPrompts prompts;
    private final MessageRunner messages;
    private final Supplier<LambdaInvocation> invocations;

    @Inject
    BatchFunction(InvocationPrompts prompts, LambdaInvocations invocations) {
        this(prompts, invocations::current);
    }

    BatchFunction(InvocationPrompts prompts, Supplier<LambdaInvocation> invocations) {
        this.prompts = prompts;
        this.messages = new MessageRunner(prompts);
        this.invocations = invocations;
    }

    /**
     * Runs a batch. Completes with the results of prompts, or with the ids of the messages that are handed back. The
     * event source must be configured to read these ids ({@code ReportBatchItemFailures}).
     */
    @Funq("batch")
    public Uni<JsonNode> batch(JsonNode event) {
        if (!(event instanceof ObjectNode body)) {
            throw HttpError.refusal(400, "invalid_request", "The event is not a JSON object.")
                    .asException();
        }
        var invocation = invocations.get();
        return body.path("Records").isArray()
                ? handedBack(invocation, body.path("Records"))
                : prompts.batch(invocation, body).map(BatchFunction::results);
    }

    private static JsonNode results(List<Part> parts) {
        var json = Json.object();
        var results = json.putArray("results");
        parts.forEach(part -> results.add(part.json()));
        return json;
    }

    private Uni<JsonNode> handedBack(LambdaInvocation invocation, JsonNode records) {
        return Multi.createFrom()
                .iterable(MessageGroup.of(SqsMessage.list(records)))
                .onItem()
                .transformToUni(group -> handedBack(invocation, group))
                .merge(CONCURRENCY)
                .collect()
                .in(
                        Json::array,
                        (failures, ids) ->
                                ids.forEach(id -> failures.addObject().put("itemIdentifier", id)))
                .map(failures -> Json.object().set("batchItemFailures", failures));
    }

    /** Runs a group. Completes with the ids of its messages from the first one on that is worth another try. */
    private Uni<List<String>> handedBack(LambdaInvocation invocation, MessageGroup group) {
        if (group.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return messages.run(invocation, group.first())
                .flatMap(again ->
                        again ? Uni.createFrom().item(group.ids()) : handedBack(invocation, group.afterTheFirst()));
    }
}
