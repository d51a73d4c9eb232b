package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.real.RealModel;
import dev.caramba.real.RealServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The caller's mistakes, which a real model server tells as its own failure now and then: the caller is told, and nobody blamed. */
@EnabledIf("dev.caramba.real.PythonEnvironment#isPresent")
class RealServerMistakesIT {

    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

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

    /** What is wrong, its messages and the rest, the server's status, and the code that the caller gets. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                        Arguments.of(
                                "an image for a model without vision",
                                "[{'role':'user','content':[{'type':'text','text':'What?'},{'type':'image_url',"
                                        + "'image_url':{'url':'data:image/png;base64," + PIXEL + "'}}]}]",
                                500,
                                "invalid_request"),
                        Arguments.of(
                                "arguments in the history that are no JSON",
                                "[{'role':'user','content':'x'},{'role':'assistant','content':null,'tool_calls':"
                                        + "[{'id':'a','type':'function','function':{'name':'f','arguments':"
                                        + "'{not json'}}]},{'role':'tool','tool_call_id':'a','content':'x'}]",
                                500,
                                "invalid_request"),
                        Arguments.of(
                                "a schema of an unknown type",
                                "[{'role':'user','content':'x'}],'response_format':{'type':'json_schema',"
                                        + "'json_schema':{'name':'n','schema':{'type':'nonsense'}}}",
                                400,
                                "invalid_request"),
                        Arguments.of(
                                "a prompt that is longer than the context",
                                "[{'role':'user','content':'" + "z".repeat(5000) + "'}]",
                                400,
                                "context_length_exceeded"))
                .flatMap(mistake -> Stream.of(false, true).map(stream -> Arguments.of(with(stream, mistake.get()))));
    }

    @ParameterizedTest(name = "{1}, stream: {0}")
    @MethodSource("mistakes")
    void is_told_to_the_caller_and_held_against_nobody(
            boolean stream, String mistake, String messages, int direct, String code) throws Exception {
        var said = server.post(
                RealServerSetup.CHAT, RealQuestion.body("any", stream, messages).toString());
        assertEquals(direct, said.status(), said.body());

        // more often than a target may fail
        for (int i = 0; i < 4; i++) {
            var refused = front.post(RealQuestion.body("real", stream, messages).toString());

            assertEquals(400, refused.statusCode(), refused.body());
            var error = Json.object(refused.body()).orElseThrow().path("error");
            assertEquals(code, error.path("code").asText(), refused.body());
            assertEquals(1, error.path("attempts").size(), refused.body());
            assertTrue(error.path("message").asText().contains(firstWords(said.body())), refused.body());
        }
        front.assertNotBlamed("real");
        assertEquals(
                ModelAnswer.of(
                        server.post(RealServerSetup.CHAT, RealQuestion.TEXT.json("any", stream))
                                .body(),
                        stream),
                RealServerSetup.first(front.post(RealQuestion.TEXT.json("real", stream)), stream));
    }

    /** The message of the server, as far as a short message has to hold it. */
    private static String firstWords(String body) {
        var message = Json.object(body).orElseThrow().at("/error/message").asText();
        return message.substring(0, Math.min(message.length(), 60));
    }

    private static Object[] with(boolean stream, Object[] mistake) {
        return Stream.concat(Stream.of(stream), Stream.of(mistake)).toArray();
    }
}
