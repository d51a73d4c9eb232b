package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.format.Json;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.WireFormat;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls for vectors: in parts where there are many texts, all or nothing, with the balancing of other calls. */
class EmbeddingCallTest {

    private final BalancerFixture fixture = new BalancerFixture().strategy("priority");

    @Test
    void answers_in_the_order_of_the_texts() {
        var a = fixture.embedder("a", 10);

        var call = embed(3);

        assertEquals(List.of("[0,0]", "[1,0]", "[2,0]"), vectors(call));
        assertEquals(List.of(List.of("0", "1", "2")), a.asked());
        assertEquals(Optional.of("id-a"), ((Event.Start) call.events().get(0)).id());
        assertEquals(3, call.events().size());
        assertEquals(
                List.of(0L, 1L, 2L), call.events().stream().map(Event::sequence).toList());
        assertEquals(List.of("a success"), call.attempts());
    }

    @Test
    void more_texts_than_a_request_takes_go_out_in_parts_one_after_another() {
        var a = fixture.embedder("a", 2);

        var call = embed(5);

        assertEquals(List.of(List.of("0", "1"), List.of("2", "3"), List.of("4")), a.asked());
        assertEquals(List.of("[0,0]", "[1,0]", "[2,0]", "[3,0]", "[4,0]"), vectors(call));
        assertEquals(5, tokens(call));
        assertEquals(List.of("a success", "a success", "a success"), call.attempts());
        assertEquals(3, fixture.store.reports().size());
        assertEquals(OptionalInt.of(2), a.lastAsked().length());
    }

    @Test
    void the_target_that_made_the_last_vectors_makes_the_next_ones() {
        fixture.strategy("round-robin");
        var a = fixture.embedder("a", 1);
        var b = fixture.embedder("b", 1);

        embed(4);

        assertEquals(4, a.asked().size());
        assertEquals(0, b.asked().size());
    }

    @Test
    void a_peer_gets_what_is_left_when_a_part_fails() {
        fixture.embedder("a", 2).thenAnswer().then(Scripts.fails(FailureKind.AUTHENTICATION));
        var b = fixture.embedder("b", 10);

        var call = embed(5);

        assertEquals(List.of(List.of("2", "3", "4")), b.asked());
        assertEquals(List.of("[0,0]", "[1,0]", "[2,0]", "[3,0]", "[4,0]"), vectors(call));
        assertEquals(List.of("a success", "a authentication", "b success"), call.attempts());
        assertEquals(5, tokens(call));
    }

    @Test
    void each_candidate_gets_as_many_texts_as_it_takes() {
        var a = fixture.embedder("a", 10).then(Scripts.fails(FailureKind.AUTHENTICATION));
        var b = fixture.embedder("b", 2);

        embed(3);

        assertEquals(List.of(List.of("0", "1", "2")), a.asked());
        assertEquals(List.of(List.of("0", "1"), List.of("2")), b.asked());
    }

    @Test
    void what_the_provider_says_beside_the_vectors_is_joined_too() {
        fixture.embedder("a", 1)
                .then(
                        says(
                                "{'id':'1','data':[{'embedding':null,'x':1}],'usage':{'cost':0.25,'details':{'n':1},'tier':'a'}}"))
                .then(
                        says(
                                "{'id':'2','data':[{'embedding':null,'x':2}],'usage':{'cost':0.50,'details':{'n':2},'tier':'b'}}"));

        assertEquals(
                "{'id':'1','data':[{'embedding':null,'x':1},{'embedding':null,'x':2}],"
                        + "'usage':{'cost':0.75,'details':{'n':3},'tier':'a'}}",
                original(embed(2)).map(json -> json.replace('"', '\'')).orElse(""));
    }

    @Test
    void what_one_part_alone_says_beside_the_vectors_is_not_given_out_for_all() {
        fixture.embedder("a", 1)
                .then(says("{'data':[{'embedding':null,'x':1}]}"))
                .thenAnswer();

        assertEquals(Optional.empty(), original(embed(2)));
    }

    /** One vector, in an answer of OpenAI's form. */
    private static Multi<Event> says(String answer) {
        var json = Json.object(answer.replace('\'', '"')).orElseThrow();
        return Multi.createFrom()
                .items(
                        new Event.Vectors(List.of(EmbeddingVector.floats("[1,2]", 2)))
                                .from(Optional.of(new Original(WireFormat.EMBEDDINGS, json))),
                        new Event.Done(FinishReason.STOP, Optional.empty()));
    }

    private static Optional<String> original(Call call) {
        return call.events().stream()
                .flatMap(event -> event.original().stream())
                .map(original -> Json.write(original.json()))
                .findFirst();
    }

    @Test
    void there_is_no_partial_answer() {
        fixture.embedder("a", 2).thenAnswer().then(Scripts.fails(FailureKind.AUTHENTICATION));

        var call = embed(3);

        assertEquals(FailureKind.AUTHENTICATION, call.errorKind());
        assertTrue(call.events().stream().noneMatch(Event.Vectors.class::isInstance));
        assertEquals(2, call.error().usage().orElseThrow().inputTokens().orElseThrow());
    }

    @Test
    void a_part_has_the_retries_of_a_call() {
        var a = fixture.embedder("a", 1);
        for (int i = 0; i < 4; i++) {
            a.then(Scripts.fails(FailureKind.UNAVAILABLE)).thenAnswer();
        }

        var call = embed(4);
        fixture.time.advance(Duration.ofSeconds(30));

        assertEquals(List.of("[0,0]", "[1,0]", "[2,0]", "[3,0]"), vectors(call));
        assertEquals(8, call.attempts().size());
    }

    @Test
    void a_fallback_that_made_vectors_goes_on_before_the_peers() {
        fixture.embedder("a", 1)
                .then(Scripts.fails(FailureKind.OVERLOADED))
                .then(Scripts.fails(FailureKind.OVERLOADED));
        var last = fixture.embedderAsFallback("last", 1);

        var call = embed(3);
        fixture.time.advance(Duration.ofSeconds(3));

        assertEquals(List.of("[0,0]", "[1,0]", "[2,0]"), vectors(call));
        assertEquals(3, last.asked().size());
    }

    @Test
    void who_makes_no_vectors_is_passed_over() {
        var chat = fixture.peer("chat");
        var a = fixture.embedder("a", 1);

        assertEquals(List.of("[0,0]"), vectors(embed(1)));
        assertEquals(1, a.asked().size());
        assertEquals(0, chat.requests().size());
    }

    @Test
    void where_nobody_makes_vectors_there_is_no_such_model() {
        fixture.peer("chat");

        var failure = embed(1).error().failure();

        assertEquals(FailureKind.NOT_FOUND, failure.kind());
        assertEquals(Optional.of("model"), failure.param());
    }

    @Test
    void who_cannot_make_these_vectors_is_passed_over() {
        var unable = fixture.embedder("a", 1).unable(Failure.invalid("dimensions", "no"));
        var able = fixture.embedder("b", 1);

        embed(1);

        assertEquals(0, unable.asked().size());
        assertEquals(1, able.asked().size());
    }

    @Test
    void where_nobody_can_make_these_vectors_the_request_is_at_fault() {
        fixture.peer("chat");
        fixture.embedder("a", 1).unable(Failure.invalid("dimensions", "no"));

        var call = embed(1);

        assertEquals(Optional.of("dimensions"), call.error().failure().param());
        assertEquals(0, call.trail().begun());
    }

    @Test
    void a_caller_who_leaves_between_two_parts_leaves_no_lease_behind() {
        fixture.embedder("a", 1).thenAnswer().then(Multi.createFrom().nothing());

        var call = embed(2);
        call.cancel();

        assertEquals(fixture.store.acquisitions(), fixture.store.reports().size());
        assertEquals(List.of("a success", "a cancelled"), call.attempts());
    }

    private Call embed(int texts) {
        var inputs = IntStream.range(0, texts)
                .mapToObj(i -> (JsonNode) TextNode.valueOf("" + i))
                .toList();
        var input =
                new EmbeddingInput(inputs, Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
        return fixture.unaryCall(GenerationParams.forVectors("m", List.of(), input, Map.of(), false, Optional.empty()));
    }

    private static List<String> vectors(Call call) {
        call.subscriber().assertCompleted();
        return assertInstanceOf(Event.Vectors.class, call.events().get(1)).vectors().stream()
                .map(vector -> vector.text())
                .toList();
    }

    private static long tokens(Call call) {
        return ((Event.Done) call.events().get(2))
                .usage()
                .orElseThrow()
                .totalTokens()
                .orElseThrow();
    }
}
