package dev.caramba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.HttpAddress;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Longer than other files: one list of what the wire promises, case by case over real sockets. */
class HttpWireTest {

    private static final Duration LIMIT = Upstream.LIMIT;
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final int MEGABYTE = 1 << 20;

    private static Vertx vertx;

    private final Upstream upstream = Upstream.start();
    private final HttpWire wire = wire(MEGABYTE);

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() {
        wire.close();
        upstream.close();
    }

    @Test
    void posts_headers_and_body() {
        upstream.next(Script.empty(200));

        send(request(LIMIT)).release();

        var request = upstream.awaitRequest(0);
        assertEquals("POST", request.method());
        assertEquals("/v1/chat?x=1", request.path());
        assertEquals("7", request.header("x-key").orElseThrow());
        assertEquals("{}", request.text());
    }

    @Test
    void gives_out_the_head_before_the_body() {
        var signal = new CompletableFuture<Void>();
        upstream.next(Script.chunks()
                .status(418)
                .header("X-Answer", "yes")
                .until(signal)
                .chunk("late"));

        var response = send(request(LIMIT));

        assertEquals(418, response.status());
        assertEquals("yes", response.headers().first("x-answer").orElseThrow());
        signal.complete(null);
        assertEquals("late", text(response));
    }

    @Test
    void gives_out_bytes_as_they_arrive() {
        var signal = new CompletableFuture<Void>();
        upstream.next(Script.chunks("one").until(signal).chunk("two"));

        var body = subscribe(send(request(LIMIT)));
        body.request(10);

        assertEquals("one", body.awaitItem(0));
        signal.complete(null);
        assertEquals("two", body.awaitItem(1));
        body.awaitCompletion();
    }

    @Test
    void gives_out_nothing_that_was_not_asked_for() {
        upstream.next(Script.chunks("1", "2", "3"));

        var body = subscribe(send(request(LIMIT)));
        body.request(2);

        assertEquals("1", body.awaitItem(0));
        assertEquals("2", body.awaitItem(1));
        assertEquals(2, body.count());
        body.request(2); // the end is one more thing to ask for
        assertEquals("3", body.awaitItem(2));
        body.awaitCompletion();
    }

    @Test
    void a_slow_reader_holds_the_sender_back() {
        var wire = wire(1 << 30);
        upstream.next(Script.chunks(Collections.nCopies(128, new byte[MEGABYTE])));

        var body = subscribe(wire.send(request(LIMIT)).await().atMost(LIMIT));
        body.request(1);

        body.awaitItem(0);
        long stuckAt = upstream.awaitStall(0);
        assertTrue(stuckAt < 32L * MEGABYTE, "the sender got rid of " + stuckAt + " bytes"); // what sockets buffer
        body.cancel();
        upstream.awaitClientClose(0);
        wire.close();
    }

    @Test
    void a_reader_who_rests_is_no_idle_sender() {
        upstream.next(Script.chunks("1").pause(SHORT.dividedBy(4)).chunk("2"));

        var body = subscribe(send(request(SHORT)));
        body.request(1);
        body.awaitItem(0);
        body.awaitNothing(SHORT.multipliedBy(2));
        body.request(10);

        assertEquals("2", body.awaitItem(1));
        body.awaitCompletion();
    }

    @Test
    void cancelling_before_the_head_closes_the_connection() {
        upstream.next(Script.never());

        var call = wire.send(request(LIMIT)).subscribe().with(response -> {}, e -> {});
        upstream.awaitRequest(0);
        call.cancel();

        upstream.awaitClientClose(0);
    }

    @Test
    void cancelling_between_sending_and_writing_closes_the_connection() throws Exception {
        upstream.next(Script.empty(200));
        upstream.next(Script.never());
        var writing = otherLoop(vertx.getOrCreateContext());
        var sending = otherLoop(writing);
        await(writing, () -> wire.send(request(LIMIT))).release();
        TimeUnit.MILLISECONDS.sleep(SHORT.toMillis()); // the connection is back in the pool

        // Held between taking the connection and sending, then between sending and writing.
        var exchange = new CompletableFuture<Cancellable>();
        var writerHeld = new CountDownLatch(1);
        sending.runOnContext(ignored -> {
            exchange.complete(wire.send(request(LIMIT)).subscribe().with(head -> {}, e -> {}));
            hold(() -> writerHeld.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        });
        TimeUnit.MILLISECONDS.sleep(SHORT.toMillis());
        writing.runOnContext(ignored -> hold(() -> {
            writerHeld.countDown();
            TimeUnit.MILLISECONDS.sleep(SHORT.toMillis());
            exchange.get().cancel();
            return true;
        }));

        upstream.awaitClientClose(1);
    }

    @Test
    void cancelling_in_the_body_closes_the_connection() {
        upstream.next(Script.chunks("one").thenHang());

        var body = subscribe(send(request(LIMIT)));
        body.request(10);
        body.awaitItem(0);
        body.cancel();

        upstream.awaitClientClose(0);
    }

    @Test
    void a_failure_that_crosses_the_cancellation_is_kept_back() throws Exception {
        upstream.next(Script.chunks("1").thenHang());
        var loop = vertx.getOrCreateContext();
        var response = await(loop, () -> wire.send(request(LIMIT.multipliedBy(2))));
        var body = subscribe(response);
        body.request(10);
        body.awaitItem(0);

        // Both timers fall due while the loop is busy; the cancellation comes between them.
        var between = new CountDownLatch(1);
        var cancelled = new CountDownLatch(1);
        loop.runOnContext(ignored -> {
            response.idleTimeout(SHORT);
            vertx.setTimer(1, timer -> {
                between.countDown();
                hold(() -> cancelled.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
            });
            hold(() -> {
                Thread.sleep(SHORT.multipliedBy(2).toMillis());
                return true;
            });
        });
        between.await();
        body.cancel();
        cancelled.countDown();

        body.awaitNothing(SHORT);
        upstream.awaitClientClose(0);
    }

    @Test
    void an_idle_body_fails_and_closes_the_connection() {
        upstream.next(Script.chunks("one").thenHang());

        var body = subscribe(send(request(SHORT)));
        body.request(10);

        assertEquals("one", body.awaitItem(0));
        assertEquals(WireException.Reason.IDLE_TIMEOUT, body.awaitFailure().reason());
        upstream.awaitClientClose(0);
    }

    @Test
    void each_byte_restarts_the_idle_timeout() {
        var script = Script.chunks("0");
        var idle = Duration.ofSeconds(1);
        for (int i = 1; i <= 6; i++) {
            script = script.pause(idle.dividedBy(4)).chunk(String.valueOf(i));
        }
        upstream.next(script);

        assertEquals("0123456", text(send(request(idle))));
    }

    @Test
    void the_idle_timeout_can_be_shortened_in_the_body() {
        upstream.next(Script.chunks("one").thenHang());

        var response = send(request(LIMIT.multipliedBy(2)));
        var body = subscribe(response);
        body.request(10);
        body.awaitItem(0);
        response.idleTimeout(SHORT);

        assertEquals(WireException.Reason.IDLE_TIMEOUT, body.awaitFailure().reason());
    }

    @Test
    void a_refused_connection_is_a_network_failure() {
        upstream.refuse();

        var e = assertThrows(WireException.class, () -> send(request(LIMIT)));

        assertEquals(WireException.Reason.NETWORK, e.reason());
        assertEquals("connection refused", e.getMessage());
    }

    @Test
    void a_connection_closed_before_the_head_is_a_network_failure() {
        upstream.next(Script.drop(), Script.drop());
        assertEquals(
                WireException.Reason.NETWORK,
                assertThrows(WireException.class, () -> send(request(LIMIT))).reason());

        upstream.dropConnections(1);
        assertEquals(
                WireException.Reason.NETWORK,
                assertThrows(WireException.class, () -> send(request(LIMIT))).reason());
    }

    @Test
    void a_host_without_an_address_is_a_network_failure() {
        var e = assertThrows(WireException.class, () -> send(request("http://nowhere.invalid/", LIMIT)));

        assertEquals(WireException.Reason.NETWORK, e.reason());
    }

    @Test
    void what_is_not_http_is_malformed() {
        upstream.next(Script.empty(200).header("content-length", "many"));

        var e = assertThrows(WireException.class, () -> send(request(LIMIT)));

        assertEquals(WireException.Reason.MALFORMED, e.reason());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_body_that_breaks_off_gives_out_what_came_and_fails(boolean reset) {
        var script = Script.chunks("one", "two");
        upstream.next(reset ? script.thenReset() : script.thenCut());

        var body = subscribe(request(LIMIT));
        body.request(10);

        assertEquals("one", body.awaitItem(0));
        assertEquals("two", body.awaitItem(1));
        assertEquals(WireException.Reason.NETWORK, body.awaitFailure().reason());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_failure_waits_for_the_bytes_before_it(boolean reset) {
        var script = Script.chunks("one", "two");
        upstream.next(reset ? script.thenReset() : script.thenCut());

        var body = subscribe(request(LIMIT));
        body.request(1);
        body.awaitItem(0);
        body.awaitNothing(SHORT);
        body.request(10);

        assertEquals("two", body.awaitItem(1));
        assertEquals(WireException.Reason.NETWORK, body.awaitFailure().reason());
    }

    @Test
    void a_late_subscriber_learns_of_a_failure() {
        upstream.next(Script.chunks("one").thenCut());

        var response = send(request(LIMIT));
        var body = subscribe(response);
        body.request(10);

        assertEquals("one", body.awaitItem(0));
        assertEquals(WireException.Reason.NETWORK, body.awaitFailure().reason());
    }

    @Test
    void a_body_shorter_than_announced_is_cut() {
        upstream.next(Script.json(200, "{}").header("content-length", "100").thenCut());

        var body = subscribe(request(LIMIT));
        body.request(10);

        assertEquals(WireException.Reason.NETWORK, body.awaitFailure().reason());
    }

    @Test
    void keeps_the_connection_for_the_next_request() {
        upstream.next(Script.chunks("one"), Script.json(200, "two"), Script.empty(204));

        assertEquals("one", text(send(request(LIMIT))));
        assertEquals("two", text(send(request(LIMIT))));
        assertEquals("", text(send(request(LIMIT))));

        assertEquals(1, upstream.connections());
    }

    @Test
    void a_released_body_is_read_to_its_end_and_its_connection_kept() {
        var signal = new CompletableFuture<Void>();
        upstream.next(Script.chunks("one", "two").until(signal).chunk("three"), Script.empty(200));

        var response = send(request(LIMIT));
        var body = subscribe(response);
        body.request(1);
        body.awaitItem(0);
        response.release();
        body.cancel();
        signal.complete(null);
        send(request(LIMIT)).release();

        assertEquals(1, upstream.connections());
    }

    @Test
    void a_body_that_nobody_wants_is_read_to_its_end_and_its_connection_kept() {
        upstream.next(Script.json(500, "{}"), Script.empty(200));

        send(request(LIMIT)).release();
        send(request(LIMIT)).release();

        assertEquals(1, upstream.connections());
    }

    @Test
    void a_released_body_without_an_end_is_closed() {
        upstream.next(Script.chunks("one").thenHang());

        var response = send(request(LIMIT));
        response.release();

        upstream.awaitClientClose(0);
    }

    @Test
    void a_response_past_the_size_limit_fails_and_closes_the_connection() {
        upstream.next(
                Script.chunks(Collections.nCopies(20, new byte[MEGABYTE / 10])).thenHang());

        var body = subscribe(send(request(LIMIT)));
        body.request(Long.MAX_VALUE);

        assertEquals(WireException.Reason.MALFORMED, body.awaitFailure().reason());
        assertTrue(body.bytes() <= MEGABYTE, "given out: " + body.bytes());
        upstream.awaitClientClose(0);
    }

    /** Its answer had arrived, unread, and the connection had gone to the next one. */
    @Test
    void a_reader_who_leaves_at_the_end_does_not_break_the_next_exchange() {
        var signal = new CompletableFuture<Void>();
        upstream.next(Script.chunks("1", "2"), Script.chunks("3").until(signal).chunk("4"));
        var left = subscribe(send(request(LIMIT)));
        left.request(1);
        left.awaitItem(0);

        var next = subscribe(send(request(LIMIT)));
        next.request(10);
        next.awaitItem(0);
        left.cancel();
        signal.complete(null);

        assertEquals("4", next.awaitItem(1));
        next.awaitCompletion();
        assertEquals(1, upstream.connections());
    }

    /** With one connection to a host, a request that needs a second one waits for the first. */
    private static HttpWire wire(int maxResponseSize) {
        var limits = WireSettings.DEFAULT;
        return new HttpWire(
                vertx,
                new WireSettings(
                        1,
                        limits.multiplexedConnections(),
                        limits.keepAlive(),
                        maxResponseSize,
                        limits.maxFrameSize(),
                        limits.maxHeaderSize(),
                        limits.drainTimeout(),
                        limits.errorBodyTimeout()),
                WireObserver.NONE);
    }

    private WireRequest request(Duration idleTimeout) {
        return request(upstream.baseUrl() + "/v1/chat?x=1", idleTimeout);
    }

    private static WireRequest request(String uri, Duration idleTimeout) {
        return new WireRequest(
                "test", HttpAddress.of(uri), Map.of("x-key", "7"), Buffer.buffer("{}"), LIMIT, idleTimeout);
    }

    private WireResponse send(WireRequest request) {
        return wire.send(request).await().atMost(LIMIT);
    }

    private static String text(WireResponse response) {
        return response.body()
                .collect()
                .in(Buffer::buffer, Buffer::appendBuffer)
                .await()
                .atMost(LIMIT)
                .toString();
    }

    /** Subscribes to the body in the very moment in which the head is there. */
    private BodyProbe subscribe(WireRequest request) {
        var probe = new BodyProbe();
        wire.send(request)
                .onItem()
                .transformToMulti(WireResponse::body)
                .subscribe()
                .withSubscriber(probe);
        return probe;
    }

    private static WireResponse await(Context loop, Supplier<Uni<WireResponse>> exchange) {
        return Uni.createFrom()
                .<WireResponse>emitter(emitter ->
                        loop.runOnContext(ignored -> exchange.get().subscribe().with(emitter::complete, emitter::fail)))
                .await()
                .atMost(LIMIT);
    }

    /** A context whose thread is not this one's. */
    private static Context otherLoop(Context loop) throws Exception {
        var thread = threadOf(loop);
        while (true) {
            var other = new CompletableFuture<Context>();
            new Thread(() -> other.complete(vertx.getOrCreateContext())).start();
            if (threadOf(other.get()) != thread) {
                return other.get();
            }
        }
    }

    private static Thread threadOf(Context loop) throws Exception {
        var thread = new CompletableFuture<Thread>();
        loop.runOnContext(ignored -> thread.complete(Thread.currentThread()));
        return thread.get();
    }

    private static void hold(Callable<Boolean> wait) {
        try {
            wait.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static BodyProbe subscribe(WireResponse response) {
        var probe = new BodyProbe();
        response.body().subscribe().withSubscriber(probe);
        return probe;
    }
}
