package dev.caramba.upstream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One connection of a client. One thread reads, so that it sees the client leave at once; another answers, so that it
 * may be stuck in a write or in a scripted silence meanwhile.
 */
final class Connection {

    static final Duration IDLE = Duration.ofMillis(20);

    private final int number;
    private final Socket socket;
    private final Upstream upstream;
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final ExecutorService answers;
    private ConnectionClosing closing = ConnectionClosing.NEVER;
    private int taken;

    Connection(int number, Socket socket, Upstream upstream) {
        this.number = number;
        this.socket = socket;
        this.upstream = upstream;
        this.answers = Executors.newSingleThreadExecutor(task -> Upstream.daemon("answers-" + number, task));
    }

    int number() {
        return number;
    }

    /** Done with the end of the connection: true when the client ended it, false when the upstream did. */
    CompletableFuture<Boolean> ended() {
        return ended;
    }

    /** Reads requests until the connection ends. */
    void run() {
        try {
            socket.setTcpNoDelay(true);
            var requests = new RequestReader(new BufferedInputStream(socket.getInputStream()));
            for (var head = requests.head();
                    goesOn(head.isPresent(), ConnectionClosing.AT_THE_NEXT_HEAD);
                    head = requests.head()) {
                var request = requests.whole(head.get());
                if (!goesOn(true, ConnectionClosing.AT_THE_NEXT_REQUEST)) {
                    return;
                }
                take(request);
            }
        } catch (IOException e) {
            // the client reset the connection, or this side closed it: both are told by the end below
        } finally {
            ended.complete(true);
            closeSocket();
            answers.shutdown();
        }
    }

    /** Whether something came, and is not what the connection is closed at. */
    private synchronized boolean goesOn(boolean came, ConnectionClosing at) {
        if (came && closing == at) {
            closeAs(at);
        }
        return came && !ended.isDone();
    }

    private synchronized void take(Received request) {
        if (ended.isDone()) {
            return;
        }
        int own = ++taken;
        closing = upstream.closings().next();
        var exchange = upstream.received(request, this);
        answers.execute(() -> {
            exchange.play();
            answered(own);
        });
    }

    /** Does nothing when the client was quick, and its next request is here. */
    private synchronized void answered(int own) {
        if (own != taken || ended.isDone()) {
            return;
        }
        if (closing == ConnectionClosing.AFTER_THE_ANSWER) {
            closeAs(closing);
        } else if (closing == ConnectionClosing.WHEN_IDLE) {
            CompletableFuture.delayedExecutor(IDLE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> closeIdle(own));
        }
    }

    private synchronized void closeIdle(int own) {
        if (own == taken && !ended.isDone()) {
            closeAs(ConnectionClosing.WHEN_IDLE);
        }
    }

    private void closeAs(ConnectionClosing way) {
        upstream.closings().count(way);
        close(false);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Ends the connection from this side. */
    void close(boolean reset) {
        try {
            ended.complete(false);
            if (reset) {
                SendQueue.awaitEmpty(socket);
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // closed already
        }
        closeSocket();
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }
}
