package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.Attempt;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each attempt is noted with the tokens that its own provider told. */
class AttemptUsageTest {

    private final BalancerFixture bench = new BalancerFixture();

    @Test
    void an_answer_is_noted_with_its_tokens() {
        bench.peer("a").then(says("Hello", Usage.of(5, 7)));

        assertEquals(List.of(Optional.of(Usage.of(5, 7))), told(bench.call()));
    }

    @Test
    void a_resumed_answer_is_noted_part_by_part_and_told_as_one() {
        bench.peer("a")
                .then(Multi.createFrom()
                        .items(Scripts.start("a"), new Event.Chunk("Hel"), broken(Optional.of(Usage.of(5, 1)))));
        bench.peer("b").then(says("Hello", Usage.of(5, 2)));

        var call = bench.call();

        assertEquals(List.of(Optional.of(Usage.of(5, 1)), Optional.of(Usage.of(5, 2))), told(call));
        var done = (Event.Done) call.events().get(call.events().size() - 1);
        assertEquals(Optional.of(Usage.of(10, 3)), done.usage());
    }

    @Test
    void a_failure_before_the_answer_is_noted_with_what_it_told() {
        bench.peer("a").then(Multi.createFrom().item(broken(Optional.of(Usage.of(9, 0)))));
        bench.peer("b").then(says("Hello", Usage.of(5, 2)));

        assertEquals(List.of(Optional.of(Usage.of(9, 0)), Optional.of(Usage.of(5, 2))), told(bench.call()));
    }

    @Test
    void one_that_is_overtaken_or_left_has_told_nothing() {
        bench.hedgingAfter(Duration.ofSeconds(1));
        bench.peer("a").then(Scripts.isSilent());
        bench.peer("b").then(says("Hello", Usage.of(5, 2)));
        var call = bench.call();

        bench.advance(1000);

        assertEquals(List.of(Optional.empty(), Optional.of(Usage.of(5, 2))), told(call));
    }

    private static List<Optional<Usage>> told(Call call) {
        return call.trail().attempts().stream().map(Attempt::usage).toList();
    }

    private static Multi<Event> says(String text, Usage usage) {
        return Multi.createFrom()
                .items(
                        Scripts.start("said"),
                        new Event.Chunk(text),
                        new Event.Done(FinishReason.STOP, Optional.of(usage)));
    }

    private static Event broken(Optional<Usage> usage) {
        return new Event.Error(Failure.of(FailureKind.NETWORK, "it broke"), usage);
    }
}
