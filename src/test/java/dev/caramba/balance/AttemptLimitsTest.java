package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.balance.AttemptLimits.Limits;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A limit that is passed at the very moment in which the answer ends. */
class AttemptLimitsTest {

    private static final Duration DEADLINE = Duration.ofMillis(1);

    private final UnicastProcessor<Event> answer = UnicastProcessor.create();
    private final AssertSubscriber<Event> subscriber = AssertSubscriber.create(10);
    private Runnable meanwhile = () -> {};
    private final Timer timer = new Timer();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    /** Of an answer that ends while the limit ends it, nothing is told but that the limit was passed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void is_told_once(boolean whole) {
        // Given
        meanwhile = () ->
                answer.onNext(whole ? Scripts.done() : new Event.Error(Failure.of(FailureKind.NETWORK, "it broke")));

        // When
        limited().subscribe().withSubscriber(subscriber);
        subscriber.awaitFailure(Duration.ofSeconds(20));

        // Then
        assertEquals(
                FailureKind.TIMEOUT,
                EventStream.failureOf(subscriber.getFailure()).kind());
        assertEquals(List.of(), subscriber.getItems());
    }

    private Multi<Event> limited() {
        return EventStream.of(answer)
                .plug(source -> new AttemptLimits(
                        source,
                        timer,
                        new Limits(
                                DEADLINE,
                                DEADLINE,
                                () -> Failure.of(FailureKind.TIMEOUT, "the deadline of the call passed"),
                                Optional.empty(),
                                () -> false,
                                Duration.ofMinutes(1),
                                () -> Uni.createFrom().voidItem())));
    }

    /** Does something when a task is cancelled, which is what the first thing to end an attempt does first. */
    private final class Timer extends ScheduledThreadPoolExecutor {

        Timer() {
            super(1);
        }

        @Override
        protected <V> RunnableScheduledFuture<V> decorateTask(Runnable runnable, RunnableScheduledFuture<V> task) {
            return new Watched<>(task);
        }
    }

    private final class Watched<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {

        private final RunnableScheduledFuture<V> task;

        Watched(RunnableScheduledFuture<V> task) {
            super(task, null);
            this.task = task;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            var now = meanwhile;
            meanwhile = () -> {};
            now.run();
            return task.cancel(mayInterrupt);
        }

        @Override
        public void run() {
            task.run();
        }

        @Override
        public boolean isPeriodic() {
            return task.isPeriodic();
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return task.getDelay(unit);
        }

        @Override
        public int compareTo(java.util.concurrent.Delayed other) {
            return task.compareTo(other instanceof Watched<?> watched ? watched.task : other);
        }
    }
}
