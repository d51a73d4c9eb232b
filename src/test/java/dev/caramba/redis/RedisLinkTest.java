package dev.caramba.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a client is replaced, and what is not sent. */
class RedisLinkTest {

    private static final Duration LONGEST_WAIT = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Future<Response> ANSWER = Future.succeededFuture();

    private Future<Response> nextReply = ANSWER;
    private final List<Client> clients = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - PATIENCE.toNanos() * 3 / 2;
    private final RedisLink link = new RedisLink(this::client, Runnable::run, LONGEST_WAIT, PATIENCE, () -> nanos);

    @Test
    void a_client_that_answers_stays() {
        for (int i = 0; i < 10; i++) {
            // Given
            wait(PATIENCE.multipliedBy(2));

            // When
            ask(ANSWER);

            // Then
            assertEquals(1, clients.size());
        }
    }

    @Test
    void a_client_that_brings_no_answer_is_replaced_and_closed() {
        // Given
        ask(Promise.<Response>promise().future());
        wait(PATIENCE.plusNanos(1));

        // When
        ask(ANSWER);

        // Then
        assertEquals(2, clients.size());
        assertTrue(clients.get(0).closed);
    }

    @Test
    void so_is_one_that_brings_only_failures() {
        // Given
        for (int i = 0; i < 5; i++) {
            ask(Future.failedFuture("NOAUTH Authentication required."));
            wait(Duration.ofSeconds(1));
        }
        assertEquals(1, clients.size());

        // When
        wait(Duration.ofNanos(1));
        ask(ANSWER);

        // Then
        assertEquals(2, clients.size());
    }

    @Test
    void a_failure_among_answers_is_none() {
        for (int i = 0; i < 10; i++) {
            // Given
            ask(Future.failedFuture("NOSCRIPT No matching script. Please use EVAL."));
            ask(ANSWER);

            // When
            wait(PATIENCE);

            // Then
            assertEquals(1, clients.size());
        }
    }

    @Test
    void a_client_of_a_replica_is_replaced_though_it_answers() {
        // Given
        wait(PATIENCE.plusNanos(1));
        ask(Future.failedFuture("ERR Error running script: -READONLY You can't write against a read only replica."));
        ask(ANSWER);

        // When
        ask(ANSWER);

        // Then
        assertEquals(2, clients.size());
    }

    @Test
    void no_client_is_replaced_before_it_had_time() {
        // When
        for (int i = 0; i < 5; i++) {
            ask(Future.failedFuture("READONLY You can't write against a read only replica."));
            wait(Duration.ofSeconds(1));
        }

        // Then
        assertEquals(1, clients.size());
    }

    @Test
    void what_waited_too_long_for_a_connection_is_not_sent() {
        // Given
        var client = clients.get(0);
        var connecting = Promise.<RedisConnection>promise();
        client.connecting = connecting.future();
        var late = link.send(Request.cmd(Command.PING));
        wait(Duration.ofNanos(1));
        var inTime = link.send(Request.cmd(Command.PING));
        wait(LONGEST_WAIT);

        // When
        connecting.complete(client.connection);

        // Then
        assertTrue(late.failed());
        assertTrue(inTime.succeeded());
        assertEquals(1, client.connection.sent);
        assertEquals(2, client.connection.givenBack);
    }

    private void wait(Duration duration) {
        nanos += duration.toNanos();
    }

    private void ask(Future<Response> reply) {
        nextReply = reply;
        link.send(Request.cmd(Command.PING));
    }

    private Redis client() {
        var client = new Client();
        clients.add(client);
        return client;
    }

    /** Connects at once, unless told otherwise. */
    private final class Client implements Redis {

        private final Connection connection = new Connection();
        private Future<RedisConnection> connecting = Future.succeededFuture(connection);
        private boolean closed;

        @Override
        public Future<RedisConnection> connect() {
            return connecting;
        }

        @Override
        public Future<Response> send(Request command) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<Response>> batch(List<Request> commands) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final class Connection implements RedisConnection {

        private int sent;
        private int givenBack;

        @Override
        public Future<Response> send(Request command) {
            sent++;
            return nextReply;
        }

        @Override
        public Future<Void> close() {
            givenBack++;
            return Future.succeededFuture();
        }

        @Override
        public Future<List<Response>> batch(List<Request> commands) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean pendingQueueFull() {
            return false;
        }

        @Override
        public RedisConnection exceptionHandler(Handler<Throwable> handler) {
            return this;
        }

        @Override
        public RedisConnection handler(Handler<Response> handler) {
            return this;
        }

        @Override
        public RedisConnection pause() {
            return this;
        }

        @Override
        public RedisConnection resume() {
            return this;
        }

        @Override
        public RedisConnection fetch(long amount) {
            return this;
        }

        @Override
        public RedisConnection endHandler(Handler<Void> handler) {
            return this;
        }
    }
}
