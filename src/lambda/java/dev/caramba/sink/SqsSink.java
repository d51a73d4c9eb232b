package dev.caramba.sink;

import dev.caramba.batch.ResultEvent;
import dev.caramba.batch.ResultSink;
import dev.caramba.format.HttpAddress;
import dev.caramba.format.Json;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.IdleLimits;
import dev.caramba.wire.WireRequest;
import dev.caramba.wire.WireResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Sends results to an SQS queue, each as a CloudEvent in structured mode. In a FIFO queue, each result is a group of
 * its own. Its deduplication id keeps the queue from accepting it twice within five minutes.
 *
 * <p>Nothing is opened and no credentials are read before the first result.
 */
public final class SqsSink implements ResultSink {

    private static final String NAME = "sink.queue";
    private static final String FIFO = ".fifo";
    private static final int LARGEST_ANSWER = 65_536;

    /**
     * Matches the region in {@code sqs.eu-central-1.amazonaws.com} and
     * {@code vpce-1.sqs.eu-central-1.vpce.amazonaws.com}.
     */
    private static final Pattern REGION = Pattern.compile("(?:^|\\.)sqs\\.([a-z0-9-]+)\\.");

    /** The code in {@code com.amazonaws.sqs#QueueDoesNotExist}. */
    private static final Pattern CODE = Pattern.compile("(?:.*#)?([A-Za-z0-9.]{1,80})");

    private final URI queue;
    private final HttpAddress address;
    private final Duration timeout;
    private final HttpWire wire;
    private final Clock clock;
    private final Function<String, Optional<String>> variables;
    private final AwsCredentialsSource credentials;

    /** @param timeout the timeout of one try */
    public SqsSink(URI queue, Duration timeout, HttpWire wire) {
        this(queue, timeout, wire, Clock.systemUTC(), name -> Optional.ofNullable(System.getenv(name)));
    }

    /** @param variables the environment, which has the credentials, and the region where the queue's host names none */
    SqsSink(URI queue, Duration timeout, HttpWire wire, Clock clock, Function<String, Optional<String>> variables) {
        this.queue = queue;
        this.address = HttpAddress.of(queue.resolve("/").toString());
        this.timeout = timeout;
        this.wire = wire;
        this.clock = clock;
        this.variables = variables;
        this.credentials = new AwsCredentialsSource(variables, clock, timeout);
    }

    @Override
    public Uni<Void> send(ResultEvent event) {
        return credentials
                .current()
                .map(known -> request(known, message(event)))
                .flatMap(wire::send)
                .flatMap(SqsSink::checked)
                .ifNoItem()
                .after(timeout)
                .on(wire.timer())
                .failWith(() -> new IllegalStateException("no answer within " + timeout.toMillis() + " ms"));
    }

    private String message(ResultEvent event) {
        var message = Json.object().put("QueueUrl", queue.toString()).put("MessageBody", StructuredEvent.text(event));
        if (queue.getPath().endsWith(FIFO)) {
            message.put("MessageGroupId", event.id()).put("MessageDeduplicationId", event.id());
        }
        return Json.write(message);
    }

    private WireRequest request(AwsCredentials known, String body) {
        var headers = Map.of("content-type", "application/x-amz-json-1.0", "x-amz-target", "AmazonSQS.SendMessage");
        return new WireRequest(
                NAME,
                address,
                new AwsSignature(region(), "sqs").headers(known, clock.instant(), host(), headers, body),
                Buffer.buffer(body),
                timeout,
                IdleLimits.of(timeout),
                OptionalInt.of(LARGEST_ANSWER));
    }

    /** Returns the host as the client sends it: with its port, unless that is the one of the scheme. */
    private String host() {
        boolean usual = address.port() == (address.tls() ? 443 : 80);
        return usual ? address.host() : address.host() + ":" + address.port();
    }

    /** Returns the region that the queue's host names. If it names none, the function's own region applies. */
    private String region() {
        var found = REGION.matcher(address.host());
        return found.find()
                ? found.group(1)
                : variables
                        .apply("AWS_REGION")
                        .orElseThrow(() -> new IllegalStateException("AWS_REGION: not set (expected: Lambda sets it)"));
    }

    private static Uni<Void> checked(WireResponse response) {
        if (response.status() == 200) {
            response.release();
            return Uni.createFrom().voidItem();
        }
        return response.body()
                .collect()
                .in(Buffer::buffer, Buffer::appendBuffer)
                .onItem()
                .transformToUni(body -> Uni.createFrom().failure(refused(response.status(), body.toString())));
    }

    /**
     * Returns the error without the service's message. The message about a wrong signature quotes the request and the
     * token in it.
     */
    private static IllegalStateException refused(int status, String body) {
        var code = Json.object(body)
                .map(error -> CODE.matcher(error.path("__type").asText()))
                .filter(found -> found.matches())
                .map(found -> " " + found.group(1));
        return new IllegalStateException("HTTP " + status + code.orElse(""));
    }
}
