package dev.caramba.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

class AwsSignatureTest {

    private static final Map<String, String> HEADERS =
            Map.of("content-type", "application/x-amz-json-1.0", "x-amz-target", "AmazonSQS.SendMessage");

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of(
                        "https://sqs.eu-central-1.amazonaws.com", "eu-central-1", "{}", "", "2026-12-01T00:00:00Z"),
                Arguments.of("http://localhost:9324", "us-east-1", "", "token", "2026-12-31T23:59:59.999Z"),
                Arguments.of(
                        "https://a.sqs.x-y-1.vpce.amazonaws.com",
                        "x-y-1",
                        "\u00e4\ud83d\ude00\n",
                        "t",
                        "2027-01-01T00:00:00Z"),
                Arguments.of(
                        "https://h:8443",
                        "r",
                        "{\"a\":\"" + "b".repeat(300_000) + "\"}",
                        "A/+=",
                        "2030-02-28T12:00:01Z"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void is_the_one_that_the_sdk_of_aws_makes(String address, String region, String body, String token, Instant now) {
        var credentials =
                new AwsCredentials("AKID", "sEcReT/+", Optional.of(token).filter(text -> !text.isEmpty()));
        var host = address.substring(address.indexOf("//") + 2);

        var ours = new AwsSignature(region, "sqs").headers(credentials, now, host, HEADERS, body);

        var theirs = new TreeMap<String, String>();
        sdk(address, region, body, credentials, now)
                .forEachHeader((name, values) -> theirs.put(name.toLowerCase(), values.get(0)));
        assertEquals(host, theirs.remove("host"));
        assertEquals(theirs, ours);
    }

    @Test
    void credentials_show_no_secret() {
        var shown = new AwsCredentials("AKID", "secret", Optional.of("token")).toString();

        assertFalse(shown.contains("secret") || shown.contains("token"), shown);
    }

    private static SdkHttpRequest sdk(
            String address, String region, String body, AwsCredentials credentials, Instant now) {
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(address + "/")
                .putHeader("content-type", HEADERS.get("content-type"))
                .putHeader("x-amz-target", HEADERS.get("x-amz-target"))
                .build();
        return AwsV4HttpSigner.create()
                .sign(signing -> signing.identity(identity(credentials))
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sqs")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
                .request();
    }

    private static AwsCredentialsIdentity identity(AwsCredentials credentials) {
        return credentials
                .token()
                .<AwsCredentialsIdentity>map(token ->
                        AwsSessionCredentialsIdentity.create(credentials.accessKey(), credentials.secretKey(), token))
                .orElseGet(() -> AwsCredentialsIdentity.create(credentials.accessKey(), credentials.secretKey()));
    }
}
