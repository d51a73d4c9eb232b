package dev.caramba.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The native configuration of both artifacts, read as the builder reads it. */
class NativeConfigurationIT {

    private final NativeConfiguration http = NativeConfiguration.http();

    @Test
    void is_read_from_what_quarkus_generates_and_from_what_libraries_bring() {
        assertTrue(http.arguments().contains("--no-fallback"), http.arguments()::toString);
        assertTrue(http.reflected("dev.caramba.function.GenerateFunction")
                .orElseThrow()
                .asJson());
        assertTrue(http.reflected("io.netty.channel.socket.nio.NioSocketChannel")
                .orElseThrow()
                .created());
        assertTrue(http.reflected("dev.caramba.format.Json").isEmpty());
        assertTrue(http.isInitialisedAtRunTime("io.vertx.redis.client.impl.Slots"));
        assertTrue(http.isInitialisedAtRunTime("io.opentelemetry.sdk.internal.AndroidFriendlyRandomHolder"));
        assertFalse(http.isInitialisedAtRunTime("dev.caramba.format.Json"));
        assertTrue(http.hasResource("prices.json"));
        assertFalse(http.hasResource("application.properties"));
        assertEquals(
                4,
                http.services("io.smallrye.config.ConfigSourceInterceptor").stream()
                        .filter(name -> name.startsWith("dev.caramba."))
                        .count());
    }

    @Test
    void is_that_of_each_artifact() {
        var lambda = NativeConfiguration.lambda();

        assertTrue(lambda.reflected("dev.caramba.lambda.BatchFunction").isPresent());
        assertTrue(lambda.reflected("dev.caramba.function.BatchFunction").isEmpty());
        assertTrue(http.reflected("dev.caramba.function.BatchFunction").isPresent());
        assertTrue(lambda.isInitialisedAtRunTime("software.amazon.awssdk.services.sqs.SqsClient"));
    }
}
