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
 * A batch: of prompts, which somebody waits for, or of messages of SQS. Whatever is worth another try is handed back to the queue; the rest is done with, well or
 * not, and never delivered again. Messages of a FIFO queue keep their order: behind one that is handed back, the others
 * of its group are too.
 */
public class BatchFunction {

    /** Messages that are run at a time. */
    private static final int CONCURRENCY = 8;

    private final PromptService prompts;
    private final MessageRunner messages;
    private final Supplier<LambdaInvocation> invocations;

    @Inject
    BatchFunction(PromptService prompts, LambdaInvocations invocations) {
        this(prompts, invocations::current);
    }

    BatchFunction(PromptService prompts, Supplier<LambdaInvocation> invocations) {
        this.prompts = prompts;
        this.messages = new MessageRunner(prompts);
        this.invocations = invocations;
    }

    /**
     * The results of prompts; of messages what is handed back, which the event source must be set to read ({@code
     * ReportBatchItemFailures}).
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
                .transformToUni(lane -> handedBack(invocation, lane))
                .merge(CONCURRENCY)
                .collect()
                .in(
                        Json::array,
                        (failures, ids) ->
                                ids.forEach(id -> failures.addObject().put("itemIdentifier", id)))
                .map(failures -> Json.object().set("batchItemFailures", failures));
    }

    /** The ids of a lane's messages from the first on that is worth another try. */
    private Uni<List<String>> handedBack(LambdaInvocation invocation, MessageGroup lane) {
        if (lane.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return messages.run(invocation, lane.first())
                .flatMap(again ->
                        again ? Uni.createFrom().item(lane.ids()) : handedBack(invocation, lane.afterTheFirst()));
    }
}
