package dev.caramba.maker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.Target;
import dev.caramba.prompt.WireFormat;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is remembered of answers, and what is known of conversations. */
class MakerProviderTest {

    private static final Event.Done DONE = new Event.Done(FinishReason.STOP, Optional.empty());

    private final WatchedStore store = new WatchedStore();
    private final List<GenerationParams> asked = new ArrayList<>();
    private Multi<Event> script = Multi.createFrom().item(DONE);
    private Optional<Target> answering = Optional.of(new Target("openai", "m"));

    private final Provider inner = new Provider() {
        @Override
        public String name() {
            return "inner";
        }

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            asked.add(params);
            answering.ifPresent(target -> context.trail().answering(target, List.of()));
            return script;
        }
    };
    private final MakerProvider provider = new MakerProvider(inner, store);

    @Test
    void what_one_answer_thought_is_known_when_it_comes_back() {
        script = Multi.createFrom().items(thought("rs_1", "E1"), DONE);
        call("alice", responses("[]")).assertCompleted();

        call("alice", responses("[{\"role\":\"user\",\"content\":\"Hi\"}," + item("rs_1", "E1") + "]"));
        call("bob", responses("[" + item("rs_1", "E1") + "]"));

        assertEquals(Map.of(1, "openai"), makers(1));
        assertEquals(Map.of(), makers(2));
    }

    @Test
    void a_thought_that_only_the_whole_response_tells_is_remembered_too() {
        var whole = Json.object().put("type", "response.completed");
        whole.putObject("response")
                .putArray("output")
                .add(Json.object(item("rs_1", "E1")).orElseThrow());
        script = Multi.createFrom().item(DONE.from(Optional.of(new Original(WireFormat.RESPONSES, whole))));
        call("alice", responses("[]"));

        call("alice", responses("[" + item("", "E1") + "]"));

        assertEquals(Map.of(0, "openai"), makers(1));
    }

    @Test
    void requests_without_thoughts_and_of_other_formats_ask_the_store_nothing() {
        call("alice", responses("[{\"role\":\"user\",\"content\":\"a \\\"reasoning\\\" model\"}]"));
        call("alice", responses("\"Hi\""));
        call(
                "alice",
                GenerationParams.of(List.of())
                        .withOriginal(OriginalRequest.of(WireFormat.CHAT, "{\"input\":[" + item("rs_1", "E1") + "]}")));
        call("alice", GenerationParams.of(List.of()));

        assertEquals(List.of(), store.questions);
        assertEquals(4, asked.size());
    }

    @Test
    void one_question_is_for_all_thoughts_of_a_request() {
        call("alice", responses("[" + item("rs_1", "E1") + "," + item("rs_2", "") + "," + item("rs_2", "") + "]"));

        assertEquals(1, store.questions.size());
        assertEquals(3, store.questions.get(0).size());
    }

    @Test
    void a_thought_that_cannot_be_told_from_others_is_not_asked_for() {
        call("alice", responses("[{\"type\":\"reasoning\",\"summary\":[]}]"));

        assertEquals(List.of(), store.questions);
    }

    @Test
    void the_end_of_an_answer_waits_until_its_thoughts_are_remembered() {
        store.holds = true;
        script = Multi.createFrom().items(thought("rs_1", "E1"), new Event.Chunk("Hello"), DONE);

        var call = call("alice", responses("[]"));

        assertEquals(2, call.getItems().size());
        store.release();
        call.assertCompleted();
        assertEquals(3, call.getItems().size());
    }

    @Test
    void what_came_of_a_broken_answer_is_remembered() {
        script = Multi.createFrom()
                .items(thought("rs_1", "E1"), new Event.Error(Failure.of(FailureKind.NETWORK, "it broke")));
        call("alice", responses("[]")).assertCompleted();

        assertEquals("openai", store.made.get(mark("rs_1")));
    }

    @Test
    void what_came_until_the_caller_left_is_remembered() {
        script = Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(thought("rs_1", "E1")),
                        Multi.createFrom().nothing());
        var call = call("alice", responses("[]"));
        assertTrue(store.made.isEmpty());

        call.cancel();

        assertEquals("openai", store.made.get(mark("rs_1")));
    }

    @Test
    void an_answer_that_nobody_gave_has_no_maker() {
        answering = Optional.empty();
        script = Multi.createFrom().items(thought("rs_1", "E1"), DONE);

        call("alice", responses("[]")).assertCompleted();

        assertTrue(store.made.isEmpty());
    }

    @Test
    void who_leaves_while_the_store_is_asked_asks_nobody() {
        store.holds = true;
        var call = call("alice", responses("[" + item("rs_1", "E1") + "]"));

        call.cancel();
        store.release();

        assertEquals(List.of(), asked);
    }

    private Map<Integer, String> makers(int call) {
        return asked.get(call).original().orElseThrow().makers();
    }

    private static String mark(String id) {
        return Marks.of("alice", Json.object().put("id", id)).get(0);
    }

    private AssertSubscriber<Event> call(String caller, GenerationParams params) {
        var deadline = new Deadline(Instant.parse("2040-01-01T00:00:00Z"), false);
        return provider.generate(new CallContext("r1", caller, deadline, new CallTrail()), params)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static GenerationParams responses(String input) {
        return GenerationParams.of(List.of())
                .withOriginal(OriginalRequest.of(WireFormat.RESPONSES, "{\"input\":" + input + "}"));
    }

    private static String item(String id, String sealed) {
        return "{\"type\":\"reasoning\",\"id\":\"" + id + "\",\"encrypted_content\":\"" + sealed + "\"}";
    }

    private static Event thought(String id, String sealed) {
        ObjectNode piece = Json.object().put("type", "response.output_item.done");
        piece.set("item", Json.object(item(id, sealed)).orElseThrow());
        return new Event.Other(false, new Original(WireFormat.RESPONSES, piece));
    }

    /** Counts the questions, and may hold the replies back. */
    private static final class WatchedStore implements MakerStore {

        private final Map<String, String> made = new HashMap<>();
        private final List<Collection<String>> questions = new ArrayList<>();
        private final List<UniEmitter<? super Void>> held = new ArrayList<>();
        private boolean holds;

        @Override
        public Uni<Map<String, String>> find(Collection<String> marks) {
            questions.add(marks);
            return reply().replaceWith(() -> {
                var found = new HashMap<>(made);
                found.keySet().retainAll(marks);
                return found;
            });
        }

        @Override
        public Uni<Void> keep(Collection<String> marks, String maker) {
            return reply().invoke(() -> marks.forEach(mark -> made.put(mark, maker)));
        }

        private Uni<Void> reply() {
            return holds
                    ? Uni.createFrom().emitter(held::add)
                    : Uni.createFrom().voidItem();
        }

        void release() {
            holds = false;
            held.forEach(reply -> reply.complete(null));
        }
    }
}
