package dev.caramba.sink;

import dev.caramba.batch.ResultEvent;
import dev.caramba.batch.ResultSink;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * Sends results to an SQS queue, each as a CloudEvent in structured mode. In a FIFO queue, each result is a group of
 * its own. Its deduplication id keeps the queue from accepting it twice within five minutes.
 *
 * <p>The SDK's client blocks, so it is called on worker threads. The first result creates it: an instance opens no
 * connection and reads no credentials before that.
 */
public final class SqsSink implements ResultSink {

    private static final String FIFO = ".fifo";

    private final URI queue;
    private final Uni<SqsClient> client;

    /** @param timeout the timeout of one try */
    public SqsSink(URI queue, Duration timeout) {
        this.queue = queue;
        this.client = Uni.createFrom()
                .item(() -> SqsClients.open(queue, timeout))
                .memoize()
                .indefinitely();
    }

    @Override
    public Uni<Void> send(ResultEvent event) {
        return client.invoke(sqs -> sqs.sendMessage(message(event)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure(AwsServiceException.class)
                .transform(e -> refused((AwsServiceException) e))
                .replaceWithVoid();
    }

    private SendMessageRequest message(ResultEvent event) {
        var message = SendMessageRequest.builder().queueUrl(queue.toString()).messageBody(StructuredEvent.text(event));
        return queue.getPath().endsWith(FIFO)
                ? message.messageGroupId(event.id())
                        .messageDeduplicationId(event.id())
                        .build()
                : message.build();
    }

    /**
     * Returns the error without the service's message. The message about a wrong signature quotes the request and the
     * token in it.
     */
    private static IllegalStateException refused(AwsServiceException e) {
        var code = Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::errorCode);
        return new IllegalStateException(
                code.map(word -> "HTTP " + e.statusCode() + " " + word).orElse("HTTP " + e.statusCode()));
    }
}
