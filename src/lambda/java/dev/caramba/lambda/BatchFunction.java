package dev.caramba.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.edge.HttpError;
import dev.caramba.generation.Json;
import io.quarkus.funqy.Funq;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A batch of messages of SQS. Whatever is worth another try is handed back to the queue; the rest is done with, well or
 * not, and never delivered again. Messages of a FIFO queue keep their order: behind one that is handed back, the others
 * of its group are too.
 */
public class BatchFunction {

    /** Messages that are run at a time. */
    private static final int CONCURRENCY = 8;

    private final MessageRunner messages;
    private final Supplier<LambdaInvocation> invocations;

    @Inject
    BatchFunction(MessageRunner messages, LambdaInvocations invocations) {
        this(messages, invocations::current);
    }

    BatchFunction(MessageRunner messages, Supplier<LambdaInvocation> invocations) {
        this.messages = messages;
        this.invocations = invocations;
    }

    /** The reply names what is handed back; the event source must be set to read it ({@code ReportBatchItemFailures}). */
    @Funq("batch")
    public Uni<JsonNode> batch(JsonNode event) {
        var invocation = invocations.get();
        return Multi.createFrom()
                .iterable(Lane.of(SqsMessage.list(records(event))))
                .onItem()
                .transformToUni(lane -> handedBack(invocation, lane))
                .merge(CONCURRENCY)
                .collect()
                .in(
                        Json::array,
                        (failures, ids) ->
                                ids.forEach(id -> failures.addObject().put("itemIdentifier", id)))
                .map(failures -> Json.object().set("batchItemFailures", failures));
    }

    private static JsonNode records(JsonNode event) {
        return Optional.ofNullable(event)
                .map(node -> node.get("Records"))
                .filter(JsonNode::isArray)
                .orElseThrow(() -> HttpError.refusal(400, "invalid_request", "The event is not a batch of SQS.")
                        .asException());
    }

    /** The ids of a lane's messages from the first on that is worth another try. */
    private Uni<List<String>> handedBack(LambdaInvocation invocation, Lane lane) {
        if (lane.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return messages.run(invocation.named(lane.first().id()), lane.first())
                .flatMap(again ->
                        again ? Uni.createFrom().item(lane.ids()) : handedBack(invocation, lane.afterTheFirst()));
    }
}
