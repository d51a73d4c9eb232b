package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.real.RealModel;
import dev.caramba.real.RealServer;
import dev.caramba.testing.RawHttp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Callers who leave: neither a real model server nor those who stay are any the worse for it. */
@EnabledIf("dev.caramba.real.PythonEnvironment#isPresent")
class RealServerLeavingIT {

    private static final long SEED = 20_261_130;
    private static final int LEAVING = 160;
    private static final double NEAR_THE_END = 0.02;

    @Test
    void callers_who_leave_at_any_byte_harm_nobody() throws Exception {
        try (var server = RealServer.start(RealModel.TINY);
                var front = RealServerSetup.of(server)) {
            var direct = ModelAnswer.of(
                    server.post(RealServerSetup.CHAT, RealQuestion.TEXT.json("any", true))
                            .body(),
                    true);
            var lengths = Map.of(true, length(front, true), false, length(front, false));
            var moments = moments();

            List<Callers.Call> stayed;
            try (var staying = Callers.start(2, n -> assertAnswered(front, direct))) {
                var left = Callers.make(LEAVING, 6, n -> leave(front, n % 2 == 0, moments[n], lengths));
                assertEquals(List.of(), Callers.troubles(left));
                staying.await(8);
                stayed = staying.stop();
            }

            assertEquals(List.of(), Callers.troubles(stayed));
            front.assertNotBlamed("real");
            Polling.until(Duration.ofSeconds(20), () -> server.busySlots() == 0);
        }
    }

    private static void assertAnswered(RealServerSetup front, ModelAnswer direct) throws Exception {
        assertEquals(direct, RealServerSetup.first(front.post(RealQuestion.TEXT.json("real", true)), true));
    }

    /** From 0, before the first byte, to 1, after the last one; many of them are near the end. */
    private static double[] moments() {
        var random = new Random(SEED);
        return random.doubles(LEAVING)
                .map(moment -> random.nextInt(3) == 0 ? 1 - moment * NEAR_THE_END : moment)
                .toArray();
    }

    private static void leave(RealServerSetup front, boolean stream, double moment, Map<Boolean, Integer> lengths) {
        try (var client = ask(front, stream)) {
            client.read((int) Math.round(moment * lengths.get(stream)));
        }
    }

    private static int length(RealServerSetup front, boolean stream) {
        try (var client = ask(front, stream)) {
            return client.read(Integer.MAX_VALUE).length();
        }
    }

    private static RawHttp ask(RealServerSetup front, boolean stream) {
        return new RawHttp(front.port())
                .post(RealServerSetup.CHAT, RealQuestion.LENGTH.json("real", stream), "Connection: close");
    }
}
