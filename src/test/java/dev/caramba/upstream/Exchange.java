package dev.caramba.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** One request that is being answered; what a script's steps act on. */
final class Exchange {

    private static final byte[] CRLF = {'\r', '\n'};

    private final Received request;
    private final Connection connection;
    private final Function<Received, Script> script;
    private final Runnable completed;
    private boolean chunked;
    private long written;
    private boolean completing;
    private boolean over;

    Exchange(Received request, Connection connection, Function<Received, Script> script, Runnable completed) {
        this.request = request;
        this.connection = connection;
        this.script = script;
        this.completed = completed;
    }

    Received request() {
        return request;
    }

    /** Answers by the script; a script that cannot be made ends the connection. */
    void play() {
        try {
            script.apply(request).play(this);
        } catch (IOException e) {
            // the connection is over: the script's own doing, or the client left
        } catch (RuntimeException e) {
            connection.close(true);
            throw e;
        } finally {
            over();
        }
    }

    /** Bytes of the body that the socket has taken. */
    synchronized long written() {
        return written;
    }

    /** Waits until no write has come through for so long; false when there is no more to write. */
    synchronized boolean awaitStall(Duration quiet) throws InterruptedException {
        long seen = -1;
        while (!over && seen != written) {
            seen = written;
            wait(quiet.toMillis());
        }
        return !over;
    }

    void head(int status, Map<String, String> headers) throws IOException {
        chunked = headers.containsKey("transfer-encoding");
        var head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        connection.send(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return; // in chunked transfer it would end the body
        }
        connection.send(chunked ? framed(bytes) : bytes);
        synchronized (this) {
            written += bytes.length;
            notifyAll();
        }
    }

    void finish() throws IOException {
        if (chunked) {
            connection.send("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    void cut() throws IOException {
        connection.close(false);
        throw new IOException("cut by the script");
    }

    void reset() throws IOException {
        connection.close(true);
        throw new IOException("reset by the script");
    }

    void hang() throws IOException {
        until(new CompletableFuture<>());
    }

    void pause(Duration length) throws IOException {
        until(new CompletableFuture<>().completeOnTimeout(null, length.toMillis(), TimeUnit.MILLISECONDS));
    }

    void until(CompletableFuture<?> signal) throws IOException {
        CompletableFuture.anyOf(signal, connection.ended()).join();
        if (connection.ended().isDone()) {
            throw new IOException("the connection ended");
        }
    }

    /** Waits for the end of the connection. */
    boolean endedByClient(Duration limit) throws InterruptedException, TimeoutException {
        try {
            return connection.ended().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the next step the client may have all it waits for, and send its next request. */
    void completing() {
        if (!completing) {
            completing = true;
            completed.run();
        }
    }

    private void over() {
        completing();
        synchronized (this) {
            over = true;
            notifyAll();
        }
    }

    private static byte[] framed(byte[] bytes) throws IOException {
        var chunk = new ByteArrayOutputStream(bytes.length + 12);
        chunk.write(Integer.toHexString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        chunk.write(CRLF);
        chunk.write(bytes);
        chunk.write(CRLF);
        return chunk.toByteArray();
    }
}
