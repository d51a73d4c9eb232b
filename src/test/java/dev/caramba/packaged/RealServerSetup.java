package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.real.RealServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packaged application in front of real model servers: each is a provider of its own, by the name that it is given. */
final class RealServerSetup implements AutoCloseable {

    static final String CHAT = "/v1/chat/completions";

    private static final Duration LEFT_BEHIND = Duration.ofSeconds(20);

    private final CarambaProcess caramba;

    private RealServerSetup(CarambaProcess caramba) {
        this.caramba = caramba;
    }

    /** One provider, {@code real}, with all settings at their defaults. */
    static RealServerSetup of(RealServer server) throws Exception {
        return of(Map.of("REAL", server), Map.of());
    }

    static RealServerSetup of(Map<String, RealServer> servers, Map<String, String> more) throws Exception {
        var environment = new HashMap<>(Map.of("CARAMBA_ACCESS_OPEN", "true"));
        servers.forEach((name, server) -> {
            environment.put("CARAMBA_PROVIDERS_" + name + "_BASE_URL", server.baseUrl());
            environment.put(
                    "CARAMBA_PROVIDERS_" + name + "_MODEL", server.model().model());
        });
        environment.putAll(more);
        return new RealServerSetup(CarambaProcess.start(environment));
    }

    int port() {
        return caramba.port();
    }

    String url() {
        return caramba.url();
    }

    HttpResponse<String> post(String json) throws Exception {
        return caramba.post(CHAT, json);
    }

    /** The answer to a call that has to succeed at its first attempt. */
    static ModelAnswer first(HttpResponse<String> response, boolean stream) {
        assertEquals(200, response.statusCode(), response::body);
        assertEquals("1", response.headers().firstValue("x-caramba-attempts").orElse(""), response::body);
        return ModelAnswer.of(response.body(), stream);
    }

    /** What {@code /providers} says of the only target of this provider. */
    JsonNode status(String provider) throws Exception {
        var all = Json.object(caramba.get("/providers").body()).orElseThrow().path("providers");
        var own = new ArrayList<JsonNode>();
        all.forEach(status -> {
            if (status.path("provider").asText().equals(provider)) {
                own.add(status);
            }
        });
        assertEquals(1, own.size(), all::toString);
        return own.get(0);
    }

    /** Whatever was asked of this provider, nothing was ever held against it, and nothing of it goes on. */
    void assertNotBlamed(String provider) throws Exception {
        assertHealthy(provider);
        var status = status(provider);
        assertEquals("null", status.path("lastError").toString(), status::toString);
        assertEquals(List.of(), complaints(), "in the log");
    }

    /** Nothing is held against this provider any more, and nothing of it goes on. */
    void assertHealthy(String provider) throws Exception {
        Polling.until(LEFT_BEHIND, () -> status(provider).path("inFlight").asInt() == 0);
        var status = status(provider);
        assertEquals("healthy", status.path("state").asText(), status::toString);
        assertEquals(0, status.path("failures").asInt(-1), status::toString);
    }

    /** Warnings and errors, but those that an open door and a busy machine give. */
    private List<String> complaints() {
        return caramba.output().stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .filter(line -> !line.contains("caramba.access.open") && !line.contains("BlockedThreadChecker"))
                .toList();
    }

    @Override
    public void close() throws Exception {
        caramba.close();
    }
}
