package dev.caramba.app;

import dev.caramba.config.ConfigException;
import dev.caramba.config.entry.ApiKey;
import dev.caramba.format.Json;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Replaces values of the form {@code aws-secretsmanager:<name or ARN>#<field>} with the secret in AWS Secrets Manager.
 * Region, credentials and endpoint come from the standard variables of the AWS SDK. Each secret is read once, at start.
 * Without such a value, no client is created.
 */
final class AwsSecrets implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String EXPECTED = "a secret that AWS Secrets Manager gives out here";

    private final transient Map<String, String> fetched = new ConcurrentHashMap<>();

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        if (value == null || value.getValue() == null || !value.getValue().startsWith(ApiKey.AWS)) {
            return value;
        }
        return value.withValue(secret(name, value.getValue().substring(ApiKey.AWS.length())));
    }

    private String secret(String key, String reference) {
        var field = reference.indexOf('#');
        var text = fetched.computeIfAbsent(
                field < 0 ? reference : reference.substring(0, field), id -> fetched(key, reference, id));
        return Optional.of(text)
                .flatMap(content -> field < 0 ? Optional.of(content) : field(content, reference.substring(field + 1)))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .orElseThrow(() ->
                        ConfigException.wrong(key, ApiKey.AWS + reference, EXPECTED + "; there is no such field"));
    }

    private static Optional<String> field(String json, String field) {
        return Json.object(json)
                .map(fields -> fields.path(field))
                .filter(value -> value.isValueNode() && !value.isNull())
                .map(value -> value.asText());
    }

    private static String fetched(String key, String reference, String id) {
        try (var client = SecretsManagerClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            return Optional.ofNullable(
                            client.getSecretValue(ask -> ask.secretId(id)).secretString())
                    .orElseThrow(() -> ConfigException.wrong(key, ApiKey.AWS + reference, EXPECTED + "; it is binary"));
        } catch (SdkException e) {
            throw ConfigException.wrong(key, ApiKey.AWS + reference, EXPECTED + "; " + reason(e));
        }
    }

    /** Returns the error code of the service, which holds no secret. A message of the service may hold one. */
    private static String reason(SdkException e) {
        return e instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails().errorCode()
                : e.getClass().getSimpleName() + ": are AWS_REGION and credentials there?";
    }
}
