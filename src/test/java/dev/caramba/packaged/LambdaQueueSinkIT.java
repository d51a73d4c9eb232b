package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LambdaQueueSinkIT extends LambdaSinkContract {

    private static final String QUEUE = "results";
    private static final String MESSAGE = "{\"Records\":[{\"messageId\":\"m\",\"eventSourceARN\":\"arn:aws:sqs:"
            + "eu-central-1:000000000000:prompts\",\"body\":\"{\\\"prompt\\\":\\\"Hi\\\"}\"}]}";

    private final QueueServer server = start(QueueServer::start);
    private TestQueue queue;

    @Override
    Map<String, String> environment() {
        return Map.of("CARAMBA_SINK_QUEUE", server.url(QUEUE), "CARAMBA_SINK_TIMEOUT", "10s");
    }

    @Override
    void breakDown() throws Exception {
        server.ask("DeleteQueue", Json.object().put("QueueUrl", queue.url()));
    }

    @Override
    void mend() throws Exception {
        queue = server.create(QUEUE, Map.of("VisibilityTimeout", "600"));
    }

    @Override
    List<CloudEvent> taken() throws Exception {
        var all = new ArrayList<CloudEvent>();
        for (var batch = queue.receive(0); !batch.isEmpty(); batch = queue.receive(0)) {
            batch.forEach(message -> all.add(Events.of(message.body())));
            queue.delete(batch);
        }
        return all;
    }

    @AfterAll
    void closeServer() throws Exception {
        server.close();
    }

    /** The credentials of a snapshot are given out after it, by an address on the instance. */
    @Test
    @JvmOnly
    void opens_nothing_before_a_snapshot_and_signs_with_what_the_copy_is_given() throws Exception {
        try (var provider = Upstream.start();
                var credentials = Upstream.start();
                var sqs = Upstream.start()) {
            provider.always(ChatAnswer.of("Fine.").unary());
            credentials.always(Script.json(200, credentials()));
            sqs.always(LambdaQueueSinkIT::taken);
            var environment = new HashMap<>(Map.of(
                    "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start",
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI", credentials.baseUrl() + "/credentials",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN", SECRET + "-ours",
                    "CARAMBA_LAMBDA_FUNCTION", "batch",
                    "CARAMBA_SINK_QUEUE", sqs.baseUrl() + "/000000000000/results.fifo",
                    "CARAMBA_PROVIDERS_MINE_BASE_URL", provider.baseUrl() + "/v1",
                    "CARAMBA_PROVIDERS_MINE_MODEL", "model-1"));
            try (var function = LambdaProcess.start(environment)) {
                function.service().awaitSnapshot();
                assertEquals(0, credentials.connections() + sqs.connections());
                function.service().restore();

                var reply = function.invoke(MESSAGE, Duration.ofMinutes(1)).get(60, TimeUnit.SECONDS);

                assertEquals(0, reply.body().path("batchItemFailures").size(), reply::text);
                assertEquals(
                        SECRET + "-ours",
                        credentials.requests().get(0).headers().get("authorization"));
                assertSigned(sqs.requests().get(0));
                assertFalse(function.output().contains(SECRET), function.output());
            }
        }
    }

    private static void assertSigned(Received sent) {
        var authorization = sent.headers().get("authorization");
        assertTrue(authorization.startsWith("AWS4-HMAC-SHA256 Credential=AKIDOFTHECOPY/"), authorization);
        assertTrue(authorization.contains("/eu-central-1/sqs/aws4_request,"), authorization);
        assertEquals(SECRET + "-token", sent.headers().get("x-amz-security-token"));
        var request = sent.json();
        var id = Events.of(request.path("MessageBody").asText()).getId();
        assertEquals(id, request.path("MessageGroupId").asText());
        assertEquals(id, request.path("MessageDeduplicationId").asText());
    }

    private static String credentials() {
        return Json.write(Json.object()
                .put("AccessKeyId", "AKIDOFTHECOPY")
                .put("SecretAccessKey", SECRET)
                .put("Token", SECRET + "-token")
                .put("Expiration", Instant.now().plus(Duration.ofHours(1)).toString()));
    }

    /** As SQS does; clients compare the digest. */
    private static Script taken(Received request) {
        try {
            var body = request.json().path("MessageBody").asText().getBytes(StandardCharsets.UTF_8);
            var digest = MessageDigest.getInstance("MD5").digest(body);
            return Script.json(
                    200,
                    Json.object()
                            .put("MessageId", "1")
                            .put("MD5OfMessageBody", HexFormat.of().formatHex(digest)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private interface Start {
        QueueServer now() throws Exception;
    }

    private static QueueServer start(Start start) {
        try {
            return start.now();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
