package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.real.RealModel;
import dev.caramba.real.RealServer;
import dev.caramba.testing.RunsAlone;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many calls at a time to a real model server, which closes the connection after each streamed answer without a word. */
@RunsAlone
@EnabledIf("dev.caramba.real.PythonEnvironment#isPresent")
class RealServerLoadIT {

    private static final int CALLERS = 8;
    private static final int CALLS = CALLERS * 50;

    private static RealServer server;
    private static RealServerSetup front;

    @BeforeAll
    static void start() throws Exception {
        server = RealServer.start(RealModel.TINY);
        front = RealServerSetup.of(server);
    }

    @AfterAll
    static void stop() throws Exception {
        front.close();
        server.close();
    }

    @ParameterizedTest(name = "stream: {0}")
    @ValueSource(booleans = {true, false})
    void every_call_is_answered_at_its_first_attempt(boolean stream) throws Exception {
        var direct = new EnumMap<RealQuestion, ModelAnswer>(RealQuestion.class);
        for (var question : RealQuestion.QUICK) {
            var reply = server.post(RealServerSetup.CHAT, question.json("any", stream));
            direct.put(question, ModelAnswer.of(reply.body(), stream));
        }

        var calls = Callers.make(CALLS, CALLERS, n -> {
            var question = RealQuestion.quick(n);
            var answer = RealServerSetup.first(front.post(question.json("real", stream)), stream);
            assertEquals(direct.get(question), answer);
        });

        assertEquals(List.of(), Callers.troubles(calls));
        assertEquals(CALLS, calls.size());
        front.assertNotBlamed("real");
    }
}
