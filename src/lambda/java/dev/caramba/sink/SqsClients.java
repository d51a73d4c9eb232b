package dev.caramba.sink;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Opens SQS clients with the credentials that Lambda gives to the function. */
final class SqsClients {

    /**
     * Matches the region in {@code sqs.eu-central-1.amazonaws.com} and
     * {@code vpce-1.sqs.eu-central-1.vpce.amazonaws.com}.
     */
    private static final Pattern REGION = Pattern.compile("(?:^|\\.)sqs\\.([a-z0-9-]+)\\.");

    private SqsClients() {}

    /** Opens a client for the host of this queue. The client tries once, because its user decides about retries. */
    static SqsClient open(URI queue, Duration timeout) {
        var builder = SqsClient.builder()
                .endpointOverride(queue.resolve("/"))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(timeout)
                        .socketTimeout(timeout))
                .overrideConfiguration(
                        limits -> limits.apiCallTimeout(timeout).retryStrategy(AwsRetryStrategy.doNotRetry()));
        region(queue).ifPresent(builder::region);
        return builder.build();
    }

    /** Returns the region that the queue's host names. If it names none, the function's own region applies. */
    static Optional<Region> region(URI queue) {
        var found = REGION.matcher(queue.getHost());
        return found.find() ? Optional.of(Region.of(found.group(1))) : Optional.empty();
    }
}
