package dev.caramba.packaged;

import dev.caramba.upstream.Upstream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The packaged application in front of {@link SdkModels}, as provider {@code openai}, for programs that use a client
 * library. A stream that is silent for a second is kept alive by a comment.
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
