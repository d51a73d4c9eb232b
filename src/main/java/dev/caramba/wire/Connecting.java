package dev.caramba.wire;

import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Gets a connection for one request within the connect timeout. Each address of the host is tried once: the next one when
 * an address fails, or when half of the time that was left has passed in silence. The first connection is taken.
 */
final class Connecting {

    private final HttpWire wire;
    private final HttpClient client;
    private final WireRequest request;
    private final Promise<HttpClientRequest> result = Promise.promise();
    private final long deadline;
    private final Deque<InetAddress> untried = new ArrayDeque<>();

    private Optional<Throwable> firstCause = Optional.empty();
    private int underWay;
    private boolean over;
    private long timer = -1;

    Connecting(HttpWire wire, HttpClient client, WireRequest request) {
        this.wire = wire;
        this.client = client;
        this.request = request;
        this.deadline = System.nanoTime() + request.connectTimeout().toNanos();
    }

    /**
     * Returns the connected request; fails with the exception of the first address that failed. Handlers must be set
     * before the {@link #start}: then they run on the context of the request, and no part of the response is missed.
     */
    Future<HttpClientRequest> result() {
        return result.future();
    }

    void start() {
        var host = request.address().host();
        if (HostAddresses.isAddress(host) || wire.proxy(request).isPresent()) {
            connect(Optional.empty());
        } else {
            wire.addresses()
                    .of(host, request.connectTimeout())
                    .onSuccess(this::tryAll)
                    .onFailure(this::fail);
        }
    }

    /** Tries no further address. */
    synchronized void cancel() {
        untried.clear();
        stopTimer();
    }

    private void tryAll(List<InetAddress> addresses) {
        synchronized (this) {
            untried.addAll(addresses);
        }
        next();
    }

    private void next() {
        Optional<InetAddress> address;
        synchronized (this) {
            stopTimer();
            address = over ? Optional.empty() : Optional.ofNullable(untried.poll());
            if (address.isPresent() && !untried.isEmpty()) {
                timer = wire.vertx().setTimer(Math.max(1, millisLeft() / 2), ignored -> next());
            }
        }
        address.ifPresent(known -> connect(address));
    }

    private void connect(Optional<InetAddress> address) {
        synchronized (this) {
            underWay++;
        }
        var options = wire.options(request).setConnectTimeout(Math.max(1, millisLeft()));
        address.ifPresent(
                known -> options.setServer(SocketAddress.inetSocketAddress(options.getPort(), known.getHostAddress())));
        client.request(options)
                .onSuccess(connected -> succeeded(address, connected))
                .onFailure(cause -> failed(address, cause));
    }

    private void succeeded(Optional<InetAddress> address, HttpClientRequest connected) {
        address.ifPresent(known -> wire.addresses().succeeded(request.address().host(), known));
        synchronized (this) {
            over = true;
            stopTimer();
        }
        if (!result.tryComplete(connected)) {
            // Without a handler, the client logs the reset of a request that was never sent as an error.
            connected.exceptionHandler(ignored -> {});
            connected.reset();
        }
    }

    private void failed(Optional<InetAddress> address, Throwable cause) {
        address.ifPresent(known -> wire.addresses().failed(request.address().host(), known));
        boolean another;
        boolean last;
        synchronized (this) {
            underWay--;
            firstCause = firstCause.or(() -> Optional.of(cause));
            another = concernsAddress(cause) && !untried.isEmpty() && millisLeft() > 0;
            last = !another && (underWay == 0 || !concernsAddress(cause));
        }
        if (another) {
            next();
        } else if (last) {
            fail(concernsAddress(cause) ? firstCause.orElse(cause) : cause);
        }
    }

    private void fail(Throwable cause) {
        cancel();
        result.tryFail(cause);
    }

    /** A connection of the pool that has closed and a handshake that fails are faults of no address. */
    private static boolean concernsAddress(Throwable cause) {
        return !(cause instanceof HttpClosedException
                || cause instanceof SSLException
                || cause instanceof ProxyConnectException);
    }

    private long millisLeft() {
        return (deadline - System.nanoTime()) / 1_000_000;
    }

    private void stopTimer() {
        if (timer >= 0) {
            wire.vertx().cancelTimer(timer);
            timer = -1;
        }
    }
}
