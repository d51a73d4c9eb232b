package dev.caramba.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caramba.format.Json;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a server that speaks the service's protocol: JSON 1.1 over HTTP. */
class AwsSecretsTest {

    private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:caramba-AbCdEf";
    private static final Map<String, String> SETTINGS = Map.of(
            "aws.accessKeyId", "AKIATEST",
            "aws.secretAccessKey", "test",
            "aws.region", "eu-west-1");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        SETTINGS.forEach(System::setProperty);
        System.setProperty(
                "aws.endpointUrlSecretsManager",
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrlSecretsManager");
    }

    @ParameterizedTest
    @CsvSource({
        ARN + "#openai, sk-1",
        "caramba#openai, sk-1",
        "caramba#number, 7",
        "plain, sk-plain",
    })
    void a_reference_is_replaced_by_what_it_means(String reference, String secret) {
        var config = config(Map.of("OPENAI_API_KEY", "aws-secretsmanager:" + reference));

        assertEquals(secret, config.getValue("OPENAI_API_KEY", String.class));
    }

    @Test
    void every_secret_is_asked_for_once() {
        var config = config(Map.of(
                "OPENAI_API_KEY", "aws-secretsmanager:caramba#openai",
                "COHERE_API_KEY", "aws-secretsmanager:caramba#cohere",
                "REDIS_URL", "aws-secretsmanager:caramba#redis",
                "quarkus.redis.hosts", "${REDIS_URL}"));

        assertEquals("sk-1", config.getValue("OPENAI_API_KEY", String.class));
        assertEquals("sk-2", config.getValue("COHERE_API_KEY", String.class));
        assertEquals("rediss://:s3cr3t@box", config.getValue("quarkus.redis.hosts", String.class));
        assertEquals(List.of("caramba"), asked);
    }

    @Test
    void without_a_reference_nobody_is_asked() {
        assertEquals("sk-1", config(Map.of("OPENAI_API_KEY", "sk-1")).getValue("OPENAI_API_KEY", String.class));
        assertEquals(List.of(), asked);
    }

    @ParameterizedTest
    @CsvSource({
        "caramba#missing, there is no such field",
        "caramba#empty, there is no such field",
        "plain#openai, there is no such field",
        "denied#openai, AccessDeniedException",
        "nowhere, ResourceNotFoundException",
    })
    void what_cannot_be_had_is_one_line_without_a_secret(String reference, String reason) {
        var config = config(Map.of("OPENAI_API_KEY", "aws-secretsmanager:" + reference));

        var mistake = assertThrows(ConfigurationException.class, () -> config.getValue("OPENAI_API_KEY", String.class))
                .getMessage();

        assertTrue(mistake.startsWith("OPENAI_API_KEY: aws-secretsmanager:" + reference + " (expected: "), mistake);
        assertTrue(mistake.endsWith(reason + ")"), mistake);
        assertFalse(mistake.contains("sk-"), mistake);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            assertEquals(
                    "secretsmanager.GetSecretValue",
                    exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            var id = Json.object(new String(exchange.getRequestBody().readAllBytes()))
                    .orElseThrow()
                    .path("SecretId")
                    .asText();
            asked.add(id);
            var secrets = new HashMap<String, String>();
            secrets.put("plain", "sk-plain\n");
            secrets.put(
                    "caramba",
                    "{\"openai\":\"sk-1\",\"cohere\":\"sk-2\",\"redis\":\"rediss://:s3cr3t@box\",\"number\":7,\"empty\":\"\"}");
            secrets.put(ARN, secrets.get("caramba"));
            var body = Json.object();
            var known = secrets.containsKey(id);
            if (known) {
                body.put("Name", id).put("SecretString", secrets.get(id));
            } else {
                body.put("__type", id.equals("denied") ? "AccessDeniedException" : "ResourceNotFoundException")
                        .put("message", "not for sk-eyes");
            }
            var bytes = Json.write(body).getBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(known ? 200 : 400, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", 300))
                .build();
    }
}
