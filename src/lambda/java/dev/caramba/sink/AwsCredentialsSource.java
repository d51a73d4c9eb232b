package dev.caramba.sink;

import dev.caramba.format.Json;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The credentials of the function's role, where Lambda puts them: in variables, or, for a copy of a SnapStart snapshot,
 * at an address on the instance that asks for a token. What it gives expires and is asked for anew in time.
 */
final class AwsCredentialsSource {

    private static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";
    private static final String ADDRESS = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    /** How long before their end credentials are asked for anew, so that none expire on the way. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    private final Function<String, Optional<String>> variables;
    private final Clock clock;
    private final Duration timeout;
    private volatile Optional<Expiring> kept = Optional.empty();

    /**
     * @param variables the environment
     * @param timeout the limit of each wait for the address on the instance
     */
    AwsCredentialsSource(Function<String, Optional<String>> variables, Clock clock, Duration timeout) {
        this.variables = variables;
        this.clock = clock;
        this.timeout = timeout;
    }

    /** Completes with credentials that are valid for some minutes, or fails; no message has a secret in it. */
    Uni<AwsCredentials> current() {
        if (variables.apply(ACCESS_KEY).isPresent()) {
            return Uni.createFrom().item(this::ofVariables);
        }
        return kept.filter(known -> clock.instant().isBefore(known.until()))
                .map(known -> Uni.createFrom().item(known.credentials()))
                .orElseGet(() -> Uni.createFrom()
                        .item(() -> asked(URI.create(variable(ADDRESS))))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    private AwsCredentials ofVariables() {
        return new AwsCredentials(
                variable(ACCESS_KEY), variable("AWS_SECRET_ACCESS_KEY"), variables.apply("AWS_SESSION_TOKEN"));
    }

    private AwsCredentials asked(URI address) {
        var answer = Json.object(text(address))
                .orElseThrow(() -> new IllegalStateException("the credentials of the instance are not JSON"));
        var credentials = new AwsCredentials(
                answer.path("AccessKeyId").asText(),
                answer.path("SecretAccessKey").asText(),
                Optional.of(answer.path("Token").asText()).filter(token -> !token.isEmpty()));
        kept = Optional.of(new Expiring(
                credentials, end(answer.path("Expiration").asText()).minus(EARLY)));
        return credentials;
    }

    private String text(URI address) {
        try {
            var connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            variables
                    .apply("AWS_CONTAINER_AUTHORIZATION_TOKEN")
                    .ifPresent(token -> connection.setRequestProperty("Authorization", token));
            try (var body = connection.getInputStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            // without the cause, whose message has the address
            throw new IllegalStateException(
                    "the credentials of the instance: " + e.getClass().getSimpleName());
        }
    }

    /** Returns when credentials end; those that do not tell are used once. */
    private Instant end(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return clock.instant();
        }
    }

    private String variable(String name) {
        return variables
                .apply(name)
                .orElseThrow(() -> new IllegalStateException(name + ": not set (expected: Lambda sets it)"));
    }

    private record Expiring(AwsCredentials credentials, Instant until) {}
}
