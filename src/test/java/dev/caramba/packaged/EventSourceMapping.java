package dev.caramba.packaged;

import dev.caramba.format.Json;
import dev.caramba.packaged.TestQueue.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What Lambda does between a queue and a function with {@code ReportBatchItemFailures}: it invokes the function with up to
 * ten messages, each instance with one batch at a time, and deletes what is not handed back. It leaves all of a batch
 * whose invocation has failed, or whose instance has died.
 */
final class EventSourceMapping implements AutoCloseable {

    private static final int LONG_POLL_SECONDS = 1;
    private static final Duration INVOCATION = Duration.ofSeconds(30);

    private final TestQueue queue;
    private final String arn;
    private final int expected;
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> receives = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> allDone = new CompletableFuture<>();
    private final List<Thread> pollers = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** @param expected how many messages are to be done with */
    EventSourceMapping(TestQueue queue, int expected) throws Exception {
        this.queue = queue;
        this.arn = queue.arn();
        this.expected = expected;
    }

    /** Lets this instance serve the queue. */
    EventSourceMapping serve(LambdaProcess instance) {
        return serve(instance, batch -> {});
    }

    /** @param before told of each batch that the instance is going to be invoked with */
    EventSourceMapping serve(LambdaProcess instance, Consumer<List<Message>> before) {
        var poller = new Thread(() -> poll(instance, before), "event-source-mapping");
        poller.setDaemon(true);
        pollers.add(poller);
        poller.start();
        return this;
    }

    /** The ids of the messages that were done with so far. */
    Set<String> done() {
        return Set.copyOf(done);
    }

    /** How often the message was given out so far. */
    int receives(String id) {
        return receives.getOrDefault(id, 0);
    }

    /** Waits until all are done with; what a poller failed with fails this. */
    void awaitAllDone(Duration limit) throws Exception {
        allDone.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (var poller : pollers) {
            poller.join();
        }
    }

    private void poll(LambdaProcess instance, Consumer<List<Message>> before) {
        try {
            while (!closed && !instance.ended().isDone()) {
                var batch = queue.receive(LONG_POLL_SECONDS);
                if (!batch.isEmpty()) {
                    batch.forEach(message -> receives.merge(message.id(), message.receives(), Math::max));
                    before.accept(batch);
                    done.addAll(queue.delete(doneOf(batch, instance)));
                    if (done.size() >= expected) {
                        allDone.complete(null);
                    }
                }
            }
        } catch (Exception | AssertionError e) {
            allDone.completeExceptionally(e);
        }
    }

    private List<Message> doneOf(List<Message> batch, LambdaProcess instance) throws Exception {
        var reply = instance.invoke(event(batch), INVOCATION);
        CompletableFuture.anyOf(reply, instance.ended()).get(INVOCATION.toSeconds() + 10, TimeUnit.SECONDS);
        if (!reply.isDone() || reply.join().failed()) {
            return List.of();
        }
        var handedBack = new HashSet<String>();
        reply.join()
                .body()
                .path("batchItemFailures")
                .forEach(item -> handedBack.add(item.path("itemIdentifier").asText()));
        var rest = new ArrayList<>(batch);
        rest.removeIf(message -> handedBack.contains(message.id()));
        return rest;
    }

    private String event(List<Message> batch) {
        var event = Json.object();
        var records = event.putArray("Records");
        for (var message : batch) {
            records.addObject()
                    .put("messageId", message.id())
                    .put("receiptHandle", message.receipt())
                    .put("body", message.body())
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", arn)
                    .put("awsRegion", "eu-central-1")
                    .putObject("attributes")
                    .put("ApproximateReceiveCount", String.valueOf(message.receives()));
        }
        return Json.write(event);
    }
}
