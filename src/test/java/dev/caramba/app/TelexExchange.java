package dev.caramba.app;

import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Locale;
import java.util.Map;

/** Answers telexes over a real socket. */
public final class TelexExchange implements QuarkusTestResourceLifecycleManager {

    private Upstream upstream;

    @Override
    public Map<String, String> start() {
        upstream = Upstream.start().always(TelexExchange::play);
        return Map.of("caramba.providers.telex.base-url", upstream.baseUrl() + "/exchange");
    }

    @Override
    public void stop() {
        upstream.close();
    }

    private static Script play(Received request) {
        var heard = request.json().path("telex").asText();
        var known = request.path().equals("/exchange/m")
                && request.header("answerback").filter("answerback"::equals).isPresent();
        if (!known || heard.equals("engaged")) {
            return Script.text(503, "text/plain", known ? "OCC" : "NA");
        }
        var said = heard.toUpperCase(Locale.ROOT);
        if (request.json().path("live").asBoolean()) {
            return heard.equals("cut") ? Script.sse(said) : Script.sse(said, " TO ", "YOU", "+++");
        }
        return Script.text(200, "text/plain", said + " TO YOU" + (heard.equals("garbled") ? "" : "+++"));
    }
}
