package dev.caramba.balance;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;

/** Answers the same or fails, as it likes, a moment later and on another thread. */
record RandomProvider(String name, ScheduledExecutorService timer) implements Provider {

    private static final List<FailureKind> MOODS = List.of(
            FailureKind.UNAVAILABLE,
            FailureKind.NETWORK,
            FailureKind.OVERLOADED,
            FailureKind.RATE_LIMITED,
            FailureKind.AUTHENTICATION,
            FailureKind.PROTOCOL,
            FailureKind.CONTENT_FILTER);

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return EventStream.of(Uni.createFrom()
                .nullItem()
                .onItem()
                .delayIt()
                .onExecutor(timer)
                .by(Duration.ofNanos(1 + ThreadLocalRandom.current().nextInt(2_000_000)))
                .onItem()
                .transformToMulti(ignored -> play()));
    }

    private Multi<Event> play() {
        var random = ThreadLocalRandom.current();
        var mood = MOODS.get(random.nextInt(MOODS.size()));
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> Scripts.fails(mood);
            case 3 -> Scripts.opensAndFails(mood);
            case 4 -> Scripts.breaksAfter("Hel", mood);
            case 5 -> Scripts.isSilent();
            default -> Scripts.says("He", "llo");
        };
    }
}
