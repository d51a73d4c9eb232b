package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.real.RealModel;
import dev.caramba.real.RealServer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A real model server as provider: callers are told what the server says to those who ask it directly. */
@EnabledIf("dev.caramba.real.PythonEnvironment#isPresent")
class RealServerIT {

    private static RealServer server;
    private static RealServerSetup front;

    @BeforeAll
    static void start() throws Exception {
        server = RealServer.start(RealModel.TINY);
        front = RealServerSetup.of(
                Map.of("REAL", server),
                Map.of(
                        "LMSTUDIO_HOST",
                        server.address(),
                        "CARAMBA_PROVIDERS_LMSTUDIO_MODEL",
                        server.model().model()));
    }

    @AfterAll
    static void stop() throws Exception {
        front.close();
        server.close();
    }

    @AfterEach
    void nobody_is_blamed() throws Exception {
        front.assertNotBlamed("real");
        front.assertNotBlamed("lmstudio");
    }

    @Test
    void the_model_says_its_exact_text() throws Exception {
        var answer = RealServerSetup.first(front.post(RealQuestion.TEXT.json("real", true)), true);

        assertEquals("Hello from a tiny real model.", answer.text());
        assertEquals("stop", answer.finishReason());
    }

    static Stream<Arguments> questions() {
        return Stream.of("real", "lmstudio")
                .flatMap(provider -> Stream.of(false, true)
                        .flatMap(stream -> Stream.of(RealQuestion.values())
                                .map(question -> Arguments.of(provider, stream, question))));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void says_what_the_server_says(String provider, boolean stream, RealQuestion question) throws Exception {
        var direct = server.post(RealServerSetup.CHAT, question.json("any", stream));

        var answer = RealServerSetup.first(front.post(question.json(provider, stream)), stream);

        assertEquals(ModelAnswer.of(direct.body(), stream), answer);
    }
}
