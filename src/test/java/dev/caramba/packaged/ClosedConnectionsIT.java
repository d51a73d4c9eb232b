package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.upstream.ConnectionClosing;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A provider that is well and closes connections as real servers do, whenever it has answered: no caller notices. */
class ClosedConnectionsIT {

    private static final Duration LENGTH = Duration.ofSeconds(15);
    private static final long SEED = 20_261_130;
    private static final int CALLERS = 8;

    @Test
    void every_call_is_answered_and_nobody_blamed() throws Exception {
        var workers = Executors.newFixedThreadPool(CALLERS);
        try (var upstream = Upstream.start().always(ClosedConnectionsIT::script).closeAtRandom(SEED);
                var caramba = CarambaProcess.start(Map.of(
                        "CARAMBA_ACCESS_OPEN", "true",
                        "CARAMBA_PROVIDERS_SOAK_BASE_URL", upstream.baseUrl() + "/v1",
                        "CARAMBA_PROVIDERS_SOAK_MODEL", "m"))) {
            var tally = new SoakTally();
            var running = new ArrayList<Future<?>>();
            long ends = System.nanoTime() + LENGTH.toNanos();
            for (int i = 0; i < CALLERS; i++) {
                var caller = new SoakCaller(caramba.url(), SEED + i, tally);
                running.add(workers.submit(() -> caller.callUntil(ends)));
            }
            for (var caller : running) {
                caller.get(LENGTH.toSeconds() + 60, TimeUnit.SECONDS);
            }

            System.out.println("closed connections: " + upstream.closed() + "; " + tally);
            assertEquals(List.of(), tally.wrong());
            assertEquals(tally.stayed(), tally.answered(), tally::toString);
            assertTrue(
                    upstream.closed().keySet().containsAll(EnumSet.complementOf(EnumSet.of(ConnectionClosing.NEVER))),
                    upstream.closed()::toString);
            var status =
                    Json.object(caramba.get("/providers").body()).orElseThrow().at("/providers/0");
            assertEquals("healthy", status.path("state").asText(), status::toString);
            assertEquals(0, status.path("failures").asInt(-1), status::toString);
            assertEquals("null", status.path("lastError").toString(), status::toString);
        } finally {
            workers.shutdownNow();
        }
    }

    private static Script script(Received request) {
        var text = SoakCaller.text(request.text());
        return new Faults(text).answer(request.json().path("stream").asBoolean());
    }
}
