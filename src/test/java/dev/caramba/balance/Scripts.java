package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a {@link ScriptedProvider} does with one request. */
final class Scripts {

    private Scripts() {}

    static Event start(String id) {
        return new Event.Start(Optional.of(id), Optional.of("m"));
    }

    static Event done() {
        return new Event.Done(FinishReason.STOP, Optional.empty());
    }

    static Multi<Event> answers(String text) {
        return Multi.createFrom().items(start(text), new Event.Chunk(text), done());
    }

    /** An answer in these pieces. */
    static Multi<Event> says(String... pieces) {
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(start("said")),
                        Multi.createFrom().items(pieces).map(Event.Chunk::new),
                        Multi.createFrom().item(done()));
    }

    static Multi<Event> answersWith(List<String> droppedParams, Duration exhaustedFor) {
        var start = ((Event.Start) start("told")).with(droppedParams, exhaustedFor);
        return Multi.createFrom().items(start, new Event.Chunk("told"), done());
    }

    static Multi<Event> fails(FailureKind kind) {
        return fails(Failure.of(kind, "it failed"));
    }

    static Multi<Event> fails(Failure failure) {
        return Multi.createFrom().item(new Event.Error(failure));
    }

    static Multi<Event> limitedFor(Duration wait) {
        return fails(Failure.of(FailureKind.RATE_LIMITED, "slow down")
                .withStatus(429)
                .withRetryAfter(Optional.of(wait)));
    }

    /** Answers with a head, and fails before any content. */
    static Multi<Event> opensAndFails(FailureKind kind) {
        return Multi.createFrom().items(start("lost"), new Event.Error(Failure.of(kind, "it failed")));
    }

    /** Fails after some content. */
    static Multi<Event> breaksAfter(String text, FailureKind kind) {
        return Multi.createFrom()
                .items(start(text), new Event.Chunk(text), new Event.Error(Failure.of(kind, "it broke")));
    }

    static Multi<Event> isSilent() {
        return Multi.createFrom().nothing();
    }

    /** Says this and no more. */
    static Multi<Event> stallsAfter(Event... events) {
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().items(events), Multi.createFrom().nothing());
    }

    /** Gives out these events one by one, each after the same while. */
    static Multi<Event> paced(VirtualTime time, Duration each, Event... events) {
        return Multi.createBy()
                .concatenating()
                .streams(Stream.of(events)
                        .map(event -> after(time, each, Multi.createFrom().item(event)))
                        .toList());
    }

    /** Plays the script after a while. */
    static Multi<Event> after(VirtualTime time, Duration delay, Multi<Event> script) {
        return Uni.createFrom()
                .nullItem()
                .onItem()
                .delayIt()
                .onExecutor(time)
                .by(delay)
                .onItem()
                .transformToMulti(ignored -> script);
    }
}
