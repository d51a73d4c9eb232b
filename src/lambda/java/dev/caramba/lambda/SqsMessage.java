package dev.caramba.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * One message of a queue.
 *
 * @param queue its ARN
 * @param body as it was sent, whatever it is
 * @param group whose order is kept; only messages of FIFO queues have one
 */
record SqsMessage(String id, String queue, String body, Optional<String> group) {

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
                message.path("messageId").asText(), queue, message.path("body").asText(), group);
    }
}
