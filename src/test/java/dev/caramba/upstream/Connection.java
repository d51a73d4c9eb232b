package dev.caramba.upstream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One connection of a client. One thread reads, so that it sees the client leave at once; another answers, so that it
 * may be stuck in a write or in a scripted silence meanwhile.
 */
final class Connection {

    private final int number;
    private final Socket socket;
    private final Upstream upstream;
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final ExecutorService answers;

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
            for (var request = requests.next(); request.isPresent(); request = requests.next()) {
                var exchange = upstream.received(request.get(), this);
                answers.execute(exchange::play);
            }
        } catch (IOException e) {
            // the client reset the connection, or this side closed it: both are told by the end below
        } finally {
            ended.complete(true);
            closeSocket();
            answers.shutdown();
        }
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
