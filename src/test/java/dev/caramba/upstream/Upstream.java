package dev.caramba.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A provider for tests: a raw HTTP/1.1 server on the loopback that answers by {@link Script} and remembers all it saw.
 * Safe for use by several threads.
 *
 * <pre>{@code
 * try (var upstream = Upstream.start()) {
 *     upstream.next(Script.json(429, "{}"), Script.sse("{}", "[DONE]").thenReset());
 *     // ... post twice to upstream.baseUrl() + "/v1/chat/completions" ...
 *     assertEquals("POST", upstream.awaitRequest(1).method());
 *     upstream.awaitClientClose(1);
 * }
 * }</pre>
 *
 * Requests and connections are numbered from 0 in the order of their arrival. What is awaited comes within
 * {@link #LIMIT} or fails the test.
 *
 * <p>Longer than other files: one double with its doors, its recordings and its waits, which share one lock.
 */
public final class Upstream implements AutoCloseable {

    /** How long the {@code await} methods wait. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration STALL = Duration.ofMillis(200);
    private static final Script UNSCRIPTED = Script.text(500, "text/plain", "the test has no script for this request");

    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private final Queue<Script> next = new ArrayDeque<>();
    private Function<Received, Script> always = request -> UNSCRIPTED;
    private volatile ServerSocket listening;
    private volatile Thread accepting;
    private volatile Socket refusing = new Socket();
    private volatile ConnectionClosings closings = ConnectionClosings.always(ConnectionClosing.NEVER);
    private int drops;
    private int underWay;
    private int peak;

    private Upstream() {
        listen(0);
    }

    /** An upstream that listens on a free port; without a script it answers 500. */
    public static Upstream start() {
        return new Upstream();
    }

    /** {@code http://127.0.0.1:<port>}, without a path. */
    public String baseUrl() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /** Scripts for the coming requests, one each; they go before {@link #always}. */
    public synchronized Upstream next(Script... scripts) {
        next.addAll(Arrays.asList(scripts));
        return this;
    }

    /** The script for every request that has none of its own. */
    public Upstream always(Script script) {
        return always(request -> script);
    }

    /** The script for every request that has none of its own. */
    public synchronized Upstream always(Function<Received, Script> scripts) {
        always = scripts;
        return this;
    }

    /** The coming connections are closed as soon as they are accepted. */
    public synchronized Upstream dropConnections(int count) {
        drops += count;
        return this;
    }

    /** The port refuses connections from now on; open ones stay. */
    public Upstream refuse() {
        try {
            stopListening();
            refusing.setReuseAddress(true);
            refusing.bind(listening.getLocalSocketAddress()); // but not listening: nobody else gets the port meanwhile
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Undoes {@link #refuse()}, on the same port. */
    public Upstream accept() {
        try {
            refusing.close();
            refusing = new Socket();
            listen(listening.getLocalPort());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes all open connections, as a server does that has kept them idle for long enough. */
    public synchronized Upstream closeConnections() {
        connections.forEach(connection -> connection.close(false));
        return this;
    }

    /** From now on connections are closed in this way when they have answered. */
    public Upstream closeAlways(ConnectionClosing way) {
        closings = ConnectionClosings.always(way);
        return this;
    }

    /** From now on half of the connections are closed when they have answered, in any way. */
    public Upstream closeAtRandom(long seed) {
        closings = ConnectionClosings.random(seed);
        return this;
    }

    /** How many connections were closed between two answers, by the way. */
    public Map<ConnectionClosing, Integer> closed() {
        return closings.closed();
    }

    ConnectionClosings closings() {
        return closings;
    }

    /** All requests so far. */
    public synchronized List<Received> requests() {
        return exchanges.stream().map(Exchange::request).toList();
    }

    /** How many connections were accepted so far, dropped ones included. */
    public synchronized int connections() {
        return connections.size();
    }

    /** How many connections are open. */
    public synchronized int openConnections() {
        return (int) connections.stream()
                .filter(connection -> !connection.ended().isDone())
                .count();
    }

    /** The largest number of requests that were being answered at once. */
    public synchronized int peak() {
        return peak;
    }

    /** Request {@code n}, complete with its body. */
    public Received awaitRequest(int n) {
        return exchange(n).request();
    }

    /** Returns once the client has closed or reset the connection of request {@code n}. */
    public void awaitClientClose(int n) {
        try {
            if (!exchange(n).endedByClient(LIMIT)) {
                throw new AssertionError("the upstream itself closed the connection of request " + n);
            }
        } catch (TimeoutException e) {
            throw new AssertionError("the client kept the connection of request " + n, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Returns once answer {@code n} is stuck in the middle, since the client does not read on.
     *
     * @return bytes of the body that the socket has taken until then
     */
    public long awaitStall(int n) {
        var exchange = exchange(n);
        try {
            if (!exchange.awaitStall(STALL)) {
                throw new AssertionError("answer " + n + " did not get stuck");
            }
            return exchange.written();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        try {
            stopListening();
            refusing.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (this) {
            connections.forEach(connection -> connection.close(false));
        }
    }

    /** A request was read; the scripts go out in the order of the requests' numbers. */
    synchronized Exchange received(Received request, Connection connection) {
        var numbered = request.numbered(exchanges.size(), connection.number());
        var own = next.poll();
        var exchange = new Exchange(numbered, connection, own == null ? always : any -> own, this::completed);
        exchanges.add(exchange);
        underWay++;
        peak = Math.max(peak, underWay);
        notifyAll();
        return exchange;
    }

    private synchronized void completed() {
        underWay--;
    }

    static Thread daemon(String name, Runnable task) {
        var thread = new Thread(task, "upstream-" + name);
        thread.setDaemon(true);
        return thread;
    }

    private synchronized Exchange exchange(int n) {
        try {
            long end = System.nanoTime() + LIMIT.toNanos();
            for (long left = LIMIT.toMillis();
                    exchanges.size() <= n && left > 0;
                    left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (exchanges.size() <= n) {
            throw new AssertionError("request " + n + " did not come, only " + requests());
        }
        return exchanges.get(n);
    }

    private void listen(int port) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            listening = socket;
            accepting = daemon("accept", () -> accept(socket));
            accepting.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stopListening() throws IOException {
        try {
            listening.close();
            accepting.join(); // until then the port is not free
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                accepted(socket.accept());
            }
        } catch (IOException e) {
            // refusing or closed
        }
    }

    private synchronized void accepted(Socket socket) {
        var connection = new Connection(connections.size(), socket, this);
        connections.add(connection);
        if (drops > 0) {
            drops--;
            connection.close(false);
        } else {
            daemon("reads-" + connection.number(), connection::run).start();
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", e);
    }
}
