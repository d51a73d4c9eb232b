package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Upstream;
import io.cloudevents.CloudEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The packaged Lambda function with a sink: what a queue's messages come to, and what becomes of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LambdaSinkContract {

    static final String SECRET = "s3cr3t".repeat(6);

    /** Not in XML, in pairs, and of control: an answer may have any. */
    private static final String ODD = "caf\u00e9 \ud83d\ude00 \uffff \uffff \u0001 \\ \"";

    private static final String QUEUE = "arn:aws:sqs:eu-central-1:000000000000:prompts";

    private final Upstream upstream = Upstream.start();
    private LambdaProcess function;
    private int before;

    /** What tells the function of the sink. */
    abstract Map<String, String> environment();

    /** From now on the sink takes nothing. */
    abstract void breakDown() throws Exception;

    /** From now on it takes all again. */
    abstract void mend() throws Exception;

    /** What it has taken since this was asked before. */
    abstract List<CloudEvent> taken() throws Exception;

    @BeforeAll
    void start() throws Exception {
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.putAll(Map.of(
                "CARAMBA_LAMBDA_FUNCTION",
                "batch",
                "CARAMBA_PROVIDERS_MINE_BASE_URL",
                upstream.baseUrl() + "/v1",
                "CARAMBA_PROVIDERS_MINE_MODEL",
                "model-1",
                "AWS_ACCESS_KEY_ID",
                "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "AWS_SESSION_TOKEN",
                SECRET + "-token"));
        environment.putAll(environment());
        function = LambdaProcess.start(environment);
    }

    @AfterAll
    void stop() throws Exception {
        function.close();
        upstream.close();
    }

    @BeforeEach
    void startOver() throws Exception {
        mend();
        taken();
        before = upstream.requests().size();
        upstream.always(request -> request.text().contains("bad")
                ? ChatAnswer.error(400, "invalid_request_error", "no")
                : ChatAnswer.of(ODD).unary());
    }

    @Test
    void takes_what_came_of_every_prompt_once() throws Exception {
        var alone = UUID.randomUUID().toString();
        var several = UUID.randomUUID().toString();

        var handedBack = handedBack(Map.of(
                alone,
                "{\"prompt\":\"Hi\"}",
                several,
                "{\"prompts\":[{\"id\":\"a\",\"prompt\":\"Hi\"},"
                        + "{\"id\":\"b c\u00e9\",\"prompt\":\"bad\"},{\"id\":\"c\"}]}"));

        assertEquals(List.of(), handedBack);
        var taken = new HashMap<String, CloudEvent>();
        var ids = new TreeSet<String>();
        for (var event : taken()) {
            var subject = event.getSubject() == null ? "" : "/" + event.getSubject();
            assertEquals(null, taken.put(Events.cause(event) + subject, event), "delivered twice");
            assertTrue(ids.add(event.getId()), "two prompts have one id");
            assertEquals(QUEUE, event.getExtension("causesource"));
            assertEquals("caramba", event.getSource().toString());
            assertEquals("application/json", event.getDataContentType());
        }
        assertEquals(4, taken.size(), taken::toString);
        assertEquals(ODD, text(taken.get(alone)));
        assertEquals(ODD, text(taken.get(several + "/a")));
        assertEquals("caramba.generated", taken.get(alone).getType());
        var refused = taken.get(several + "/b c\u00e9");
        assertEquals("caramba.failed", refused.getType());
        assertEquals("invalid_request", Events.data(refused).at("/error/code").asText());
        assertEquals("caramba.failed", taken.get(several + "/c").getType());
    }

    @Test
    void what_it_does_not_take_is_handed_back_and_not_asked_for_again() throws Exception {
        var message = Map.of(UUID.randomUUID().toString(), "{\"prompt\":\"Hi\"}");
        breakDown();
        assertEquals(List.copyOf(message.keySet()), handedBack(message));
        assertEquals(List.copyOf(message.keySet()), handedBack(message));
        mend();

        assertEquals(List.of(), handedBack(message));

        assertEquals(1, upstream.requests().size() - before);
        assertEquals(
                List.copyOf(message.keySet()),
                taken().stream().map(Events::cause).toList());
        var output = function.output();
        assertTrue(output.contains("a result cannot be delivered to the sink"), output);
        assertFalse(output.contains(SECRET), output);
    }

    private List<String> handedBack(Map<String, String> messages) throws Exception {
        var event = Json.object();
        var records = event.putArray("Records");
        messages.forEach((id, body) -> records.addObject()
                .put("messageId", id)
                .put("body", body)
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", QUEUE));
        return function.answer(Json.write(event)).path("batchItemFailures").findValuesAsText("itemIdentifier");
    }

    private static String text(CloudEvent event) {
        return Events.data(event).path("text").asText();
    }
}
