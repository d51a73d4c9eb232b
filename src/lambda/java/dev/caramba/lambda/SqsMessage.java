package dev.caramba.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.generation.TraceContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A message of an SQS queue.
 *
 * @param queue the queue's ARN
 * @param body the body as it was sent; it need not be JSON
 * @param group the message group, within which the order is kept; only messages of FIFO queues have one
 * @param trace the sender's place in a trace, from the attributes {@code traceparent} and {@code tracestate}
 */
record SqsMessage(String id, String queue, String body, Optional<String> group, Optional<TraceContext> trace) {

    private static final String FIFO = ".fifo";

    static List<SqsMessage> list(JsonNode records) {
        return StreamSupport.stream(records.spliterator(), false)
                .map(SqsMessage::of)
                .toList();
    }

    private static SqsMessage of(JsonNode message) {
        var queue = message.path("eventSourceARN").asText();
        var group = Optional.of(
                        message.path("attributes").path("MessageGroupId").asText())
                .filter(name -> queue.endsWith(FIFO) && !name.isEmpty());
        return new SqsMessage(
                message.path("messageId").asText(),
                queue,
                message.path("body").asText(),
                group,
                TraceContext.read(attribute(message, TraceContext.PARENT), attribute(message, TraceContext.STATE)));
    }

    private static Optional<String> attribute(JsonNode message, String name) {
        return Optional.of(message.path("messageAttributes").path(name).path("stringValue"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }
}
