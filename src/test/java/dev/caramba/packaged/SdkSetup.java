package dev.caramba.packaged;

import dev.caramba.upstream.Upstream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The packaged application in front of {@link SdkModels}, for programs that use a client library: provider {@code openai}
 * has Responses itself, {@code chat} has chat completions alone, {@code anthropic} has Messages. For clients that read a
 * slash in a model's name there are routes {@code native} and {@code bridged}. A stream that is silent for a second is kept
 * alive.
 */
final class SdkSetup implements AutoCloseable {

    private static final String KEY = "caller-key-of-the-sdk-test";

    private final Upstream upstream;
    private final CarambaProcess caramba;

    private SdkSetup(Upstream upstream, CarambaProcess caramba) {
        this.upstream = upstream;
        this.caramba = caramba;
    }

    static SdkSetup start() throws Exception {
        var upstream = Upstream.start().always(SdkModels::answer);
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.put("CARAMBA_PROVIDERS_OPENAI_BASE_URL", upstream.baseUrl() + "/v1");
        environment.put("CARAMBA_PROVIDERS_OPENAI_API_KEY", "provider-key");
        environment.put("CARAMBA_PROVIDERS_OPENAI_MODELS", "text,tools");
        environment.put("CARAMBA_PROVIDERS_CHAT_TYPE", "openai-compatible");
        environment.put("CARAMBA_PROVIDERS_CHAT_BASE_URL", upstream.baseUrl() + "/v1");
        environment.put("CARAMBA_PROVIDERS_CHAT_MODEL", "text");
        environment.put("CARAMBA_PROVIDERS_ANTHROPIC_BASE_URL", upstream.baseUrl());
        environment.put("CARAMBA_PROVIDERS_ANTHROPIC_API_KEY", "provider-key");
        environment.put("CARAMBA_ROUTES_NATIVE_TARGETS", "openai/" + Journey.MODEL);
        environment.put("CARAMBA_ROUTES_BRIDGED_TARGETS", "chat/" + Journey.MODEL);
        environment.put("CARAMBA_ACCESS_KEYS_SDK", sha256(KEY));
        environment.put("CARAMBA_HTTP_KEEP_ALIVE", "1s");
        return new SdkSetup(upstream, CarambaProcess.start(environment));
    }

    /** What the program is told: where the application is, and a key for it. */
    Map<String, String> environment(Map<String, String> more) {
        var environment = new HashMap<>(Map.of("CARAMBA_URL", caramba.url(), "CARAMBA_KEY", KEY));
        environment.putAll(more);
        return environment;
    }

    /** Waits until every answer is given up that its caller has left: no client reads such an answer to its end. */
    void awaitLeavings() {
        upstream.requests().stream()
                .filter(request -> request.text().contains("\"" + SdkModels.HANGING + "\""))
                .forEach(request -> upstream.awaitClientClose(request.number()));
    }

    @Override
    public void close() throws Exception {
        caramba.close();
        upstream.close();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
