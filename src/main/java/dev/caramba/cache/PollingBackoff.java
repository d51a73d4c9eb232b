package dev.caramba.cache;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;

/** Repeats a question with growing pauses. An instance serves one call. */
final class PollingBackoff {

    static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final ScheduledExecutorService timer;
    private Duration pause = FIRST_PAUSE;

    PollingBackoff(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Subscribes to the question until a reply does not ask for a repetition, and returns that reply. */
    <T> Uni<T> until(Uni<T> question, Predicate<T> again) {
        return question.onItem()
                .transformToUni(reply -> again.test(reply)
                        ? Uni.createFrom().<T>failure(NotYet.INSTANCE)
                        : Uni.createFrom().item(reply))
                .onFailure(NotYet.class)
                .retry()
                .when(refusals -> refusals.onItem().transformToUniAndConcatenate(refusal -> rest()));
    }

    private Uni<Boolean> rest() {
        var length = pause;
        var longer = pause.multipliedBy(3).dividedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        return Uni.createFrom().item(true).onItem().delayIt().onExecutor(timer).by(length);
    }

    /** Signals a repetition within the chain. */
    private static final class NotYet extends RuntimeException {

        private static final NotYet INSTANCE = new NotYet();
        private static final long serialVersionUID = 1;

        NotYet() {
            super("not yet", null, false, false);
        }
    }
}
