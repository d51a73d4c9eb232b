package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.redis.RedisBinary;
import dev.caramba.redis.RedisProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the application connects to Redis: by TLS, as a user with no more rights than needed, by names of its variables. */
class RedisConnectionsIT {

    private static final String PASSWORD = "p@ss:w/o?r#d%+&=$,{}";
    private static final String ENCODED = "p%40ss%3Aw%2Fo%3Fr%23d%25%2B%26%3D%24%2C%7B%7D";
    private static final String CREDENTIALS = "redis://caramba:" + ENCODED + "@";
    private static final Pattern MINIMAL_ACL = Pattern.compile("ACL SETUSER caramba (.*)");

    @TempDir
    Path directory;

    @Test
    void is_a_user_with_the_least_rights_and_any_password() throws Exception {
        try (var redis = new RedisProcess(RedisBinary.REDIS_6, users());
                var caramba = CarambaProcess.start(counting(environment(CREDENTIALS, redis.port())));
                var other = CarambaProcess.start(counting(environment(CREDENTIALS, redis.port())))) {
            assertShares(caramba);
            assertShares(other);
            assertEquals(Optional.empty(), replayed(caramba));
            assertEquals(Optional.of("true"), replayed(other));
            var response = Json.object(caramba.post("/v1/responses", "{\"input\":\"hello\"}")
                            .body())
                    .orElseThrow();
            var path = "/v1/responses/" + response.path("id").asText();
            assertEquals(response, Json.parse(other.get(path).body()).orElseThrow());
            var report = "/usage?caller=anonymous&group=caller" + UsageReport.SINCE_YESTERDAY;
            var usage = caramba.get(report).body();
            assertEquals(usage, other.get(report).body());
            assertTrue(usage.contains("\"rows\":[{\"caller\":\"anonymous\",\"calls\":"), usage);
        }
    }

    @Test
    void speaks_tls_to_a_server_that_is_trusted_by_its_own_configuration() throws Exception {
        var key = certificate("server", "localhost");
        try (var redis = new RedisProcess(RedisBinary.REDIS_6)) {
            redis.kill();
            redis.start(tls(key, redis.port()));
            var environment = environment("rediss://", redis.port());
            environment.putAll(trusting(key));
            try (var caramba = CarambaProcess.start(environment)) {
                assertShares(caramba);
            }
        }
    }

    @Test
    void goes_by_its_own_where_the_server_is_not_trusted() throws Exception {
        var key = certificate("server", "localhost");
        try (var redis = new RedisProcess(RedisBinary.REDIS_6)) {
            redis.kill();
            redis.start(tls(key, redis.port()));
            var environment = environment("rediss://", redis.port());
            environment.putAll(trusting(certificate("another", "localhost")));
            try (var caramba = CarambaProcess.start(environment)) {
                assertGoesByItsOwn(caramba);
            }
        }
    }

    @Test
    void goes_by_its_own_where_the_server_has_another_name() throws Exception {
        var key = certificate("server", "redis.example");
        try (var redis = new RedisProcess(RedisBinary.REDIS_6)) {
            redis.kill();
            redis.start(tls(key, redis.port()));
            var environment = environment("rediss://", redis.port());
            environment.putAll(trusting(key));
            try (var caramba = CarambaProcess.start(environment)) {
                assertGoesByItsOwn(caramba);
            }
        }
    }

    private static void assertShares(CarambaProcess caramba) throws Exception {
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        var providers = "";
        do {
            assertEquals(
                    200, caramba.post("/generate", "{\"prompt\":\"hello\"}").statusCode());
            providers = caramba.get("/providers").body();
        } while (providers.contains("\"degraded\":true") && System.nanoTime() < end);
        assertTrue(providers.contains("\"type\":\"redis\",\"degraded\":false"), providers);
    }

    /** Whether the answer to the one request with a key was given before. */
    private static Optional<String> replayed(CarambaProcess caramba) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(caramba.url() + "/generate"))
                .header("content-type", "application/json")
                .header("idempotency-key", "k")
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"hello\"}"))
                .build();
        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response::body);
        return response.headers().firstValue("x-caramba-idempotent-replay");
    }

    private static void assertGoesByItsOwn(CarambaProcess caramba) throws Exception {
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    200, caramba.post("/generate", "{\"prompt\":\"hello\"}").statusCode());
        }
        var providers = caramba.get("/providers").body();
        assertTrue(providers.contains("\"type\":\"redis\",\"degraded\":true"), providers);
    }

    /** The line that the documentation gives, and nobody else. */
    private static String[] users() throws Exception {
        var documented = MINIMAL_ACL.matcher(Files.readString(Path.of("docs/operations.md")));
        assertTrue(documented.find());
        var user = new ArrayList<>(List.of("--user", "default", "off", "--user", "caramba"));
        user.addAll(List.of(documented
                .group(1)
                .replace(">password", ">" + PASSWORD)
                .replace("'", "")
                .split(" ")));
        return user.toArray(String[]::new);
    }

    private String[] tls(Path key, int port) {
        return new String[] {
            "--port",
            "0",
            "--tls-port",
            String.valueOf(port),
            "--tls-auth-clients",
            "no",
            "--tls-cert-file",
            key + ".crt",
            "--tls-key-file",
            key + ".key",
            "--tls-ca-cert-file",
            key + ".crt"
        };
    }

    private static Map<String, String> trusting(Path key) {
        return Map.of(
                "QUARKUS_REDIS_TLS_CONFIGURATION_NAME", "redis",
                "QUARKUS_TLS_REDIS_TRUST_STORE_PEM_CERTS", key + ".crt",
                "QUARKUS_TLS_REDIS_HOSTNAME_VERIFICATION_ALGORITHM", "HTTPS");
    }

    /** With a budget, so that everything is asked that there is to ask of usage. */
    private static Map<String, String> counting(Map<String, String> environment) {
        environment.put("CARAMBA_ACCESS_GRANTS_ANONYMOUS_BUDGET_PER_DAY", "1000");
        environment.put("CARAMBA_USAGE_PRICES", "demosteady/demosteady-1=1:1");
        return environment;
    }

    private static Map<String, String> environment(String scheme, int port) {
        var environment = new HashMap<String, String>();
        environment.put("CARAMBA_ACCESS_OPEN", "true");
        environment.put("CARAMBA_DEMO", "true");
        environment.put("CARAMBA_STORE_TIMEOUT", "1s");
        environment.put("REDIS_URL", scheme + "localhost:" + port);
        return environment;
    }

    /** Writes a certificate and its key; their path without {@code .crt} and {@code .key}. */
    private Path certificate(String file, String host) throws Exception {
        var store = directory.resolve(file + ".p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "RSA",
                        "-alias",
                        "key",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        pem(file + ".crt", "CERTIFICATE", keys.getCertificate("key").getEncoded());
        pem(
                file + ".key",
                "PRIVATE KEY",
                keys.getKey("key", "changeit".toCharArray()).getEncoded());
        return directory.resolve(file);
    }

    private void pem(String file, String what, byte[] content) throws Exception {
        var base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
    }
}
