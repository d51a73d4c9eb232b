package dev.caramba.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.testing.Slow;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.WireSettings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a server may be silent, over real sockets: strict limits while somebody else can be asked, patience else. */
@Slow
class HttpProviderLimitsTest {

    private static final Duration STRICT = Duration.ofMillis(400);
    private static final Duration STEP = STRICT.dividedBy(4);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final BooleanSupplier ALONE = () -> true;
    private static final BooleanSupplier NOT_ALONE = () -> false;
    private static final String COMMENT = ": still reading\n\n";

    private Vertx vertx;
    private Upstream upstream;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        upstream = Upstream.start();
    }

    @AfterEach
    void stop() {
        upstream.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void alone_a_server_that_sends_comments_while_it_reads_a_prompt_is_waited_for() {
        upstream.next(answering(afterComments(Script.chunks(), 3 * STRICT.toMillis() / STEP.toMillis())));

        assertEquals("Hello", text(stream(patientFor(LONG), ALONE)));
        assertEquals(1, upstream.requests().size());
    }

    @Test
    void alone_total_silence_is_waited_for_up_to_the_lone_idle_timeout() {
        upstream.next(
                answering(Script.chunks(COMMENT).pause(STRICT.multipliedBy(3))),
                Script.chunks(COMMENT).thenHang());

        assertEquals("Hello", text(stream(patientFor(LONG), ALONE)));
        assertEquals(FailureKind.TIMEOUT, failure(stream(patientFor(STRICT.multipliedBy(2)), ALONE)));
        upstream.awaitClientClose(1);
    }

    @Test
    void where_somebody_else_can_be_asked_comments_are_no_signs_of_life() {
        upstream.next(afterComments(Script.chunks(), LONG.dividedBy(STEP)));

        assertEquals(FailureKind.TIMEOUT, failure(stream(patientFor(LONG), NOT_ALONE)));
        upstream.awaitClientClose(0);
    }

    @Test
    void where_somebody_else_can_be_asked_each_piece_of_the_answer_is_a_sign_of_life() {
        var pieces = Script.chunks();
        for (int i = 0; i < 12; i++) {
            pieces = pieces.chunk(piece("x")).pause(STEP);
        }
        upstream.next(answering(pieces));

        assertEquals("xxxxxxxxxxxxHello", text(stream(patientFor(LONG), NOT_ALONE)));
    }

    @Test
    void who_is_no_longer_alone_is_held_to_the_strict_limit() {
        upstream.next(afterComments(Script.chunks(), LONG.dividedBy(STEP)));
        var asked = new AtomicInteger();

        assertEquals(FailureKind.TIMEOUT, failure(stream(patientFor(LONG), () -> asked.incrementAndGet() < 3)));
        assertEquals(3, asked.get());
    }

    @Test
    void alone_a_whole_answer_takes_as_long_as_it_takes() {
        upstream.next(
                ChatAnswer.of("Hello").unary().after(STRICT.multipliedBy(3)),
                ChatAnswer.of("Hello").unary().after(LONG));

        assertEquals("Hello", text(unary(ALONE)));
        assertEquals(FailureKind.TIMEOUT, failure(unary(NOT_ALONE)));
        upstream.awaitClientClose(1);
    }

    @Test
    void a_whole_answer_whose_server_is_no_longer_alone_is_held_to_the_strict_limit() {
        upstream.next(ChatAnswer.of("Hello").unary().after(LONG));
        var asked = new AtomicInteger();

        assertEquals(FailureKind.TIMEOUT, failure(unary(() -> asked.incrementAndGet() < 3)));
        assertEquals(3, asked.get());
    }

    private static Script afterComments(Script script, long comments) {
        var longer = script;
        for (long i = 0; i < comments; i++) {
            longer = longer.chunk(COMMENT).pause(STEP);
        }
        return longer;
    }

    private static Script answering(Script script) {
        return script.chunk(piece("Hello"))
                .chunk("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
                .chunk("data: [DONE]\n\n");
    }

    private static String piece(String text) {
        return "data: {\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
                + "\"}}]}\n\n";
    }

    private static HttpTimeouts patientFor(Duration loneIdle) {
        return new HttpTimeouts(LONG, STRICT, loneIdle, STRICT);
    }

    private List<Event> stream(HttpTimeouts timeouts, BooleanSupplier alone) {
        return generate(timeouts, true, alone);
    }

    private List<Event> unary(BooleanSupplier alone) {
        return generate(patientFor(LONG), false, alone);
    }

    private List<Event> generate(HttpTimeouts timeouts, boolean stream, BooleanSupplier alone) {
        var endpoint = new Endpoint(upstream.baseUrl() + "/v1", Optional.of("key"), Map.of());
        var dialect = new Dialects(List.of()).named("openai").orElseThrow();
        var provider = new HttpProvider("http", dialect, endpoint, timeouts, new HttpWire(vertx, WireSettings.DEFAULT));
        var deadline = new Deadline(Instant.now().plus(LONG), false);
        var context = new CallContext("r1", "anonymous", deadline, new CallTrail()).inAttempt(Optional.empty(), alone);
        var params = GenerationParams.of(List.of(new Message.User(new Content.Plain("Hello?"))))
                .withModel("m")
                .withStream(stream);
        return provider.generate(context, params).collect().asList().await().atMost(LONG);
    }

    private static String text(List<Event> events) {
        assertEquals(Event.Done.class, events.get(events.size() - 1).getClass(), events::toString);
        return events.stream()
                .filter(Event.Chunk.class::isInstance)
                .map(event -> ((Event.Chunk) event).text())
                .reduce("", String::concat);
    }

    private static FailureKind failure(List<Event> events) {
        return ((Event.Error) events.get(events.size() - 1)).failure().kind();
    }
}
