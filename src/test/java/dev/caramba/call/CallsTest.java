package dev.caramba.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.error.HttpError;
import dev.caramba.error.HttpErrorException;
import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.request.CallRequest;
import dev.caramba.testing.ScriptedProvider;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallsTest {

    private static final EdgeSettings SETTINGS =
            new EdgeSettings(Duration.ofSeconds(100), Duration.ofSeconds(100), true, Map.of());
    private static final BatchSettings BATCHES = new BatchSettings(0.8, 8, 1000, Duration.ofSeconds(30));
    private static final GenerationParams PARAMS =
            GenerationParams.of(List.of(new Message.User(new Content.Plain("Hi"))));

    private final ScriptedProvider provider = new ScriptedProvider();
    private final Calls calls = new Calls(provider, SETTINGS, BATCHES);

    /** Seconds of the header, the body and the environment; then of the deadline. */
    @ParameterizedTest
    @CsvSource({
        "   ,    ,    , 100, false",
        "  5,    ,    ,   5, true",
        "   ,   5,    ,   5, true",
        "  7,   5,    ,   5, true",
        "  5,   7,    ,   5, true",
        "500,    ,    , 100, false",
        "100,    ,    , 100, false",
        "   ,    ,  50,  50, false",
        "   ,  60,  50,  50, false",
        "   ,  40,  50,  40, true",
        "   ,    , 500, 100, false",
    })
    void the_shortest_wait_is_the_deadline(Long header, Long body, Long environment, long expected, boolean callers) {
        var before = Instant.now();
        var request = new CallRequest(PARAMS, seconds(body), Caching.UNSAID);

        var deadline = calls.begin(new Invoked(seconds(header), seconds(environment)), request)
                .deadline();

        var from = before.plusSeconds(expected);
        assertTrue(!deadline.at().isBefore(from) && deadline.at().isBefore(from.plusSeconds(5)), deadline.toString());
        assertEquals(callers, deadline.callers());
    }

    @Test
    void a_provider_that_throws_is_a_failed_call() {
        Provider broken = new ScriptedProvider() {
            @Override
            public Multi<Event> generate(CallContext context, GenerationParams params) {
                throw Failure.of(FailureKind.NOT_FOUND, "no such model").asException();
            }
        };

        var error = failureOf(new Calls(broken, SETTINGS, BATCHES));

        assertEquals(404, error.status());
        assertEquals("no such model", error.message());
    }

    @Test
    void what_was_said_before_a_failure_is_no_answer() {
        provider.fails(Failure.of(FailureKind.NETWORK, "cut"), new Event.Chunk("Hel"));

        var error = failureOf(calls);

        assertEquals(502, error.status());
        assertEquals(1, error.attempts().size());
    }

    @Test
    void a_caller_who_leaves_cancels_the_call() {
        provider.answers(Multi.createFrom().nothing());
        var invocation = new Invoked(Optional.empty(), Optional.empty());
        var answer = calls.answer(invocation, new CallRequest(PARAMS, Optional.empty(), Caching.UNSAID))
                .subscribeAsCompletionStage();

        invocation.left.complete(null);

        provider.awaitCancellation();
        assertTrue(answer.isCompletedExceptionally());
    }

    private static HttpError failureOf(Calls calls) {
        var invocation = new Invoked(Optional.empty(), Optional.empty());
        var answer = calls.answer(invocation, new CallRequest(PARAMS, Optional.empty(), Caching.UNSAID));
        return assertThrows(HttpErrorException.class, () -> answer.await().atMost(Duration.ofSeconds(30)))
                .error();
    }

    private static Optional<Duration> seconds(Long seconds) {
        return Optional.ofNullable(seconds).map(Duration::ofSeconds);
    }

    private record Invoked(
            Optional<Duration> callersTimeout, Optional<Duration> environmentsTimeout, CompletableFuture<Void> left)
            implements Invocation {

        Invoked(Optional<Duration> callersTimeout, Optional<Duration> environmentsTimeout) {
            this(callersTimeout, environmentsTimeout, new CompletableFuture<>());
        }

        @Override
        public String requestId() {
            return "req";
        }

        @Override
        public Caller caller() {
            return Caller.named("me");
        }

        @Override
        public Uni<Void> abandoned() {
            return Uni.createFrom().completionStage(left);
        }

        @Override
        public void commit(CallContext context) {}
    }
}
