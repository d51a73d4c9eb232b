package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances and one Redis: who made a thought is known to both. */
class MakerFleetIT {

    private static final List<String> MAKERS = List.of("alpha", "beta");

    private static FleetOfProcesses fleet;

    @BeforeAll
    static void start() throws Exception {
        fleet = FleetOfProcesses.start(
                2,
                Map.of(
                        "CARAMBA_PROVIDERS_ALPHA_RESPONSES", "true",
                        "CARAMBA_PROVIDERS_BETA_RESPONSES", "true",
                        "CARAMBA_STORE_TIMEOUT", "2s",
                        "CARAMBA_STORE_STRICT_TIMEOUT", "2s"));
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
    }

    @BeforeEach
    void think() {
        fleet.startOver();
        MAKERS.forEach(name -> fleet.upstream(name).always(request -> thinking(name)));
    }

    @Test
    void whichever_instance_is_asked_the_maker_gets_its_thoughts() throws Exception {
        var conversation = Json.array();
        conversation.addObject().put("role", "user").put("content", "Hi");
        var makers = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            var answer = ask(fleet.instance(i), conversation);
            makers.add(answer.headers().firstValue("x-caramba-provider").orElse(""));
            Json.object(answer.body()).orElseThrow().path("output").forEach(conversation::add);
        }

        assertEquals(List.of(makers.get(0)), makers.stream().distinct().toList());
        assertEquals(6, fleet.arrived(makers.get(0)));
        assertEquals(5, thoughts(last(makers.get(0))));
    }

    @Test
    void the_other_one_is_asked_without_them_by_either_instance() throws Exception {
        var conversation = Json.array();
        conversation.addObject().put("role", "user").put("content", "Hi");
        var answer = ask(fleet.first(), conversation);
        var maker = answer.headers().firstValue("x-caramba-provider").orElse("");
        var other = maker.equals("alpha") ? "beta" : "alpha";
        Json.object(answer.body()).orElseThrow().path("output").forEach(conversation::add);
        fleet.upstream(maker)
                .next(Script.json(429, "{\"error\":{\"message\":\"slow down\"}}")
                        .header("retry-after", "60"));

        var next = ask(fleet.instance(1), conversation);

        assertEquals(other, next.headers().firstValue("x-caramba-provider").orElse(""));
        assertEquals(0, thoughts(last(other)));
        // it cools down for all, and is not waited for
        ask(fleet.first(), conversation);
        assertEquals(0, thoughts(last(other)));
        assertEquals(2, fleet.arrived(other));
    }

    @Test
    void without_redis_a_thought_has_no_maker_and_no_call_fails() throws Exception {
        var conversation = Json.array();
        conversation.addObject().put("role", "user").put("content", "Hi");
        var answer = ask(fleet.first(), conversation);
        Json.object(answer.body()).orElseThrow().path("output").forEach(conversation::add);
        try (var alone = fleet.another(Map.of("REDIS_URL", "redis://127.0.0.1:1"))) {
            for (int i = 0; i < 4; i++) {
                ask(alone, conversation);
            }
        }

        assertEquals(5, fleet.arrived("alpha") + fleet.arrived("beta"));
        MAKERS.forEach(name -> assertEquals(1, thoughts(last(name)), name));
    }

    private static HttpResponse<String> ask(CarambaProcess instance, ArrayNode conversation) throws Exception {
        var request = Json.object().put("model", FleetOfProcesses.PAIR).put("store", false);
        request.set("input", conversation);
        var answer = instance.post("/v1/responses", Json.write(request));
        assertEquals(200, answer.statusCode(), answer::body);
        return answer;
    }

    private static Received last(String name) {
        var all = fleet.upstream(name).requests();
        return all.get(all.size() - 1);
    }

    private static long thoughts(Received request) {
        return StreamSupport.stream(request.json().path("input").spliterator(), false)
                .map(item -> item.path("type").asText())
                .filter("reasoning"::equals)
                .count();
    }

    private static Script thinking(String name) {
        int number = fleet.upstream(name).requests().size();
        JsonNode response = Json.object(
                        "{\"id\":\"resp_" + number + "\",\"object\":\"response\",\"status\":\"completed\","
                                + "\"model\":\"m\",\"output\":[{\"type\":\"reasoning\",\"id\":\"rs_" + name + number
                                + "\",\"summary\":[],\"encrypted_content\":\"sealed " + name + number + "\"},"
                                + "{\"type\":\"message\",\"id\":\"msg_" + name + number + "\",\"status\":\"completed\","
                                + "\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello\"}]}]}")
                .orElseThrow();
        return Script.json(200, response);
    }
}
