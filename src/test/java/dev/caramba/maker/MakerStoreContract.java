package dev.caramba.maker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link MakerStore} does. */
abstract class MakerStoreContract {

    static final Duration LIFE = Duration.ofHours(1);

    private MakerStore store;

    /** A new store that knows nothing. */
    protected abstract MakerStore store();

    @BeforeEach
    final void start() {
        store = store();
    }

    @Test
    void what_nobody_has_told_is_not_known() {
        assertEquals(Map.of(), await(store.find(Marks.of("alice", item("rs_1", "E1")))));
    }

    @Test
    void a_thought_is_known_by_its_id_and_by_what_is_sealed() {
        await(store.keep(Marks.of("alice", item("rs_1", "E1")), "openai"));

        for (var item : List.of(item("rs_1", "E1"), item("rs_1", ""), item("", "E1"), item("rs_1", "another"))) {
            assertEquals(List.of("openai"), makers(Marks.of("alice", item)), item.toString());
        }
        assertEquals(List.of(), makers(Marks.of("alice", item("rs_2", "E2"))));
        assertEquals(List.of(), makers(Marks.of("alice", item("E1", "rs_1"))));
    }

    @Test
    void another_caller_learns_nothing() {
        await(store.keep(Marks.of("alice", item("rs_1", "E1")), "openai"));

        assertEquals(List.of(), makers(Marks.of("bob", item("rs_1", "E1"))));
    }

    @Test
    void one_question_is_for_many() {
        await(store.keep(Marks.of("alice", item("rs_1", "E1")), "a"));
        await(store.keep(Marks.of("alice", item("rs_2", "")), "b"));
        var many = new ArrayList<String>();
        IntStream.range(0, MakerStore.MOST - 3).forEach(i -> many.addAll(Marks.of("alice", item("unknown " + i, ""))));
        many.addAll(Marks.of("alice", item("rs_1", "E1")));
        many.addAll(Marks.of("alice", item("rs_2", "")));

        var found = await(store.find(many));

        assertEquals(MakerStore.MOST, many.size());
        assertEquals(3, found.size());
        assertEquals("b", found.get(many.get(many.size() - 1)));
    }

    @Test
    void the_latest_word_counts() {
        var marks = Marks.of("alice", item("rs_1", ""));
        await(store.keep(marks, "a"));

        await(store.keep(marks, "b"));

        assertEquals(List.of("b"), makers(marks));
    }

    private List<String> makers(List<String> marks) {
        return await(store.find(marks)).values().stream().distinct().toList();
    }

    static ObjectNode item(String id, String sealed) {
        var item = Json.object().put("type", "reasoning");
        return id.isEmpty() && sealed.isEmpty() ? item : item.put("id", id).put("encrypted_content", sealed);
    }

    static <T> T await(Uni<T> reply) {
        return reply.await().atMost(Duration.ofSeconds(30));
    }
}
