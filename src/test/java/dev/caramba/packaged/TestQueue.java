package dev.caramba.packaged;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A queue of a {@link QueueServer}. */
record TestQueue(QueueServer server, String url) {

    /** As many as SQS sends, gives out or deletes at a time. */
    static final int BATCH = 10;

    /** A message that was given out: not again before the visibility timeout is over, unless it is deleted. */
    record Message(String id, String receipt, String body, int receives) {}

    String arn() throws Exception {
        return attribute("QueueArn");
    }

    /** Sends them all; their bodies by the ids that the messages got. */
    Map<String, String> send(List<String> bodies) throws Exception {
        var sent = new HashMap<String, String>();
        for (int from = 0; from < bodies.size(); from += BATCH) {
            var part = bodies.subList(from, Math.min(from + BATCH, bodies.size()));
            var request = request();
            var entries = request.putArray("Entries");
            for (int i = 0; i < part.size(); i++) {
                entries.addObject().put("Id", String.valueOf(i)).put("MessageBody", part.get(i));
            }
            for (var one : server.ask("SendMessageBatch", request).path("Successful")) {
                sent.put(one.path("MessageId").asText(), part.get(one.path("Id").asInt()));
            }
        }
        return sent;
    }

    /** What is there, waiting for the first message no longer than so many seconds. */
    List<Message> receive(int seconds) throws Exception {
        var request = request().put("MaxNumberOfMessages", BATCH).put("WaitTimeSeconds", seconds);
        request.putArray("AttributeNames").add("All");
        var received = new ArrayList<Message>();
        for (var one : server.ask("ReceiveMessage", request).path("Messages")) {
            received.add(new Message(
                    one.path("MessageId").asText(),
                    one.path("ReceiptHandle").asText(),
                    one.path("Body").asText(),
                    one.at("/Attributes/ApproximateReceiveCount").asInt()));
        }
        return received;
    }

    /** Waits for the first message that comes: one that is moved here wakes nobody up who waits already. */
    List<Message> await(Duration limit) throws Exception {
        var end = System.nanoTime() + limit.toNanos();
        var received = receive(1);
        while (received.isEmpty() && System.nanoTime() < end) {
            received = receive(1);
        }
        return received;
    }

    /** Deletes them; the ids of those that are gone now. */
    Set<String> delete(List<Message> messages) throws Exception {
        if (messages.isEmpty()) {
            return Set.of();
        }
        var request = request();
        var entries = request.putArray("Entries");
        messages.forEach(
                message -> entries.addObject().put("Id", message.id()).put("ReceiptHandle", message.receipt()));
        return StreamSupport.stream(
                        server.ask("DeleteMessageBatch", request)
                                .path("Successful")
                                .spliterator(),
                        false)
                .map(entry -> entry.path("Id").asText())
                .collect(Collectors.toSet());
    }

    /** How many are in it, given out ones included. */
    int size() throws Exception {
        return Integer.parseInt(attribute("ApproximateNumberOfMessages"))
                + Integer.parseInt(attribute("ApproximateNumberOfMessagesNotVisible"));
    }

    private String attribute(String name) throws Exception {
        var request = request();
        request.putArray("AttributeNames").add(name);
        return server.ask("GetQueueAttributes", request)
                .path("Attributes")
                .path(name)
                .asText();
    }

    private ObjectNode request() {
        return Json.object().put("QueueUrl", url);
    }
}
