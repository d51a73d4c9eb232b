package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.ProviderStatus.State;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Conversations that bring back what only its maker can read, and tools that only some providers run. */
class BalancedProviderThoughtsTest {

    private static final String QUESTION = "{\"role\":\"user\",\"content\":\"Hello?\"}";
    private static final Failure UNREADABLE =
            Failure.of(FailureKind.UNREADABLE, "cannot be verified").withStatus(400);

    private final BalancerFixture bench = new BalancerFixture();

    @Test
    void the_maker_is_asked_first_and_alone_gets_its_thoughts() {
        // Given
        Stream.of("a", "b", "c").forEach(bench::peer);

        // When
        var answers = Stream.generate(() -> bench.call(conversation(Map.of(0, "b"), "rs_1")))
                .limit(3)
                .map(Call::answer)
                .toList();

        // Then
        assertEquals(List.of("b", "b", "b"), answers);
        assertEquals(List.of("rs_1"), thoughtsOfAll());
    }

    @Test
    void a_maker_that_cools_down_is_not_waited_for_and_its_thoughts_stay_behind() {
        // Given
        bench.peer("a");
        bench.peer("b");
        bench.coolDown("b", Duration.ofSeconds(60));

        // When
        var call = bench.call(conversation(Map.of(0, "b"), "rs_1"));

        // Then
        assertEquals("a", call.answer());
        assertEquals(List.of(""), thoughtsOfAll());
    }

    @Test
    void after_a_failure_of_the_maker_the_others_are_asked_without_its_thoughts() {
        // Given
        bench.peer("a");
        bench.peer("b").then(Scripts.fails(FailureKind.OVERLOADED));

        // When
        var call = bench.call(conversation(Map.of(0, "b"), "rs_1", "rs_2"));

        // Then
        assertEquals("a", call.answer());
        assertEquals(List.of("b overloaded", "a success"), call.attempts());
        assertEquals(List.of("rs_2", "rs_1 rs_2"), thoughtsOfAll());
    }

    @Test
    void of_several_makers_the_latest_is_asked_first_and_then_the_one_before_it() {
        // Given
        bench.peer("a");
        bench.peer("b").then(Scripts.fails(FailureKind.TIMEOUT));
        bench.peer("c").then(Scripts.fails(FailureKind.TIMEOUT));

        // When
        var call = bench.call(conversation(Map.of(0, "c", 1, "b", 2, "c"), "rs_1", "rs_2", "rs_3"));

        // Then
        assertEquals(List.of("c timeout", "b timeout", "a success"), call.attempts());
        assertEquals(List.of("", "rs_2", "rs_1 rs_3"), thoughtsOfAll());
    }

    @Test
    void who_refuses_a_thought_is_asked_once_more_without_and_nobody_is_blamed() {
        // Given
        bench.peer("a").then(Scripts.fails(UNREADABLE));
        bench.peer("b");

        // When
        var call = bench.call(conversation(Map.of(), "rs_1"));

        // Then
        assertEquals("a", call.answer());
        assertEquals(List.of("a invalid_request", "a success"), call.attempts());
        assertEquals(List.of("rs_1", ""), thoughts("a"));
        assertEquals(State.HEALTHY, bench.status("a").state());
        assertEquals(0, bench.status("a").failures());
    }

    @Test
    void the_second_refusal_is_the_end_for_this_target() {
        // Given
        bench.peer("a").always(Scripts.fails(UNREADABLE));

        // When
        var call = bench.call(conversation(Map.of(0, "a"), "rs_1"));

        // Then
        assertEquals(UNREADABLE, call.error().failure());
        assertEquals(List.of("rs_1", ""), thoughts("a"));
    }

    @Test
    void a_refusal_of_a_request_without_thoughts_is_not_asked_again() {
        // Given
        bench.peer("a").always(Scripts.fails(UNREADABLE));

        // When
        var call = bench.call(conversation(Map.of()));

        // Then
        assertEquals(List.of("a invalid_request"), call.attempts());
    }

    @Test
    void once_refused_a_thought_of_nobody_known_goes_to_nobody_else_but_that_of_the_one_asked_does() {
        // Given
        bench.strategy("priority");
        bench.peer("a", 1, 1).then(Scripts.fails(UNREADABLE)).then(Scripts.fails(FailureKind.TIMEOUT));
        bench.peer("b", 1, 2);
        bench.peer("c", 1, 3);

        // When
        var call = bench.call(conversation(Map.of(1, "a", 0, "b"), "rs_1", "rs_2", "rs_3"));

        // Then
        assertEquals(List.of("a invalid_request", "a timeout", "b success"), call.attempts());
        assertEquals(List.of("rs_2 rs_3", ""), thoughts("a"));
        assertEquals(List.of("rs_1"), thoughts("b"));
    }

    @Test
    void one_attempt_is_one_attempt() {
        // Given
        var bench = BalancerFixture.withMaxAttempts(1);
        var a = bench.peer("a").always(Scripts.fails(UNREADABLE));

        // When
        var call = bench.call(conversation(Map.of(), "rs_1"));

        // Then
        assertEquals(FailureKind.UNREADABLE, call.errorKind());
        assertEquals(1, a.asked());
    }

    @Test
    void what_is_told_in_the_end_is_what_came_after_the_mended_mistake() {
        // Given
        bench.peer("a").then(Scripts.fails(UNREADABLE)).then(Scripts.fails(FailureKind.TIMEOUT));

        // When
        var call = bench.call(conversation(Map.of(), "rs_1"));

        // Then
        assertEquals(FailureKind.TIMEOUT, call.errorKind());
    }

    @Test
    void who_continues_a_broken_answer_may_refuse_a_thought_too() {
        // Given
        bench.strategy("priority");
        bench.peer("a", 1, 1).then(Scripts.breaksAfter("one ", FailureKind.NETWORK));
        bench.peer("b", 1, 2).then(Scripts.fails(UNREADABLE)).then(Scripts.says("one ", "two"));

        // When
        var call = bench.call(conversation(Map.of(), "rs_1"));

        // Then
        assertEquals("one two", call.answer());
        assertEquals(List.of("rs_1", ""), thoughts("b"));
    }

    @Test
    void tools_of_the_providers_are_asked_of_those_who_have_them() {
        // Given
        bench.peer("a");
        bench.peer("b").passingOn();
        bench.peer("c").passingOn().then(Scripts.fails(FailureKind.TIMEOUT));
        bench.fallback("f").passingOn();
        var params = withHostedTools();

        // When
        var answers =
                Stream.generate(() -> bench.call(params).answer()).limit(4).toList();

        // Then
        assertEquals(List.of("b", "b", "c", "b"), answers);
    }

    @Test
    void without_a_healthy_one_that_has_them_the_others_are_asked_before_the_fallbacks() {
        // Given
        bench.peer("a");
        bench.peer("b").passingOn();
        bench.fallback("f").passingOn();
        bench.coolDown("b", Duration.ofSeconds(60));

        // When
        var call = bench.call(withHostedTools());

        // Then
        assertEquals("a", call.answer());
    }

    private static GenerationParams withHostedTools() {
        var params = conversation(Map.of());
        return params.withOriginal(params.original().orElseThrow().withHostedTools());
    }

    /** A request of Responses with these thoughts, whose makers are known where they are given. */
    private static GenerationParams conversation(Map<Integer, String> makers, String... ids) {
        var items = Stream.concat(
                        Stream.of(ids).map(id -> "{\"type\":\"reasoning\",\"id\":\"" + id + "\"}"), Stream.of(QUESTION))
                .toList();
        var original = OriginalRequest.of(WireFormat.RESPONSES, "{\"input\":[" + String.join(",", items) + "]}");
        return GenerationParams.of(BalancerFixture.QUESTION).withOriginal(original.madeBy(makers));
    }

    /** The ids of the thoughts in all requests, each once, by the order of the peers. */
    private List<String> thoughtsOfAll() {
        return bench.providers().stream()
                .flatMap(provider -> thoughts(provider.name()).stream())
                .distinct()
                .toList();
    }

    private List<String> thoughts(String name) {
        return bench.providers().stream()
                .filter(provider -> provider.name().equals(name))
                .flatMap(provider -> provider.requests().stream())
                .map(params -> params.original().orElseThrow().thoughts().values().stream()
                        .map(item -> item.path("id").asText())
                        .reduce((one, other) -> one + " " + other)
                        .orElse(""))
                .toList();
    }
}
