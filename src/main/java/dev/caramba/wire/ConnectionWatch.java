package dev.caramba.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpClientConnection;

/**
 * Knows whether a connection was in the pool before a request took it, and whether its peer has sent anything since.
 * The client shows neither, so the watch is a handler in the connection's pipeline.
 */
final class ConnectionWatch extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<ConnectionWatch> KEY = AttributeKey.valueOf(ConnectionWatch.class, "watch");
    /** The client's name for the handler that reads HTTP/1.1; an HTTP/2 connection has no handler of this name. */
    private static final String HTTP_1_CODEC = "codec";

    private final long openedAt = System.nanoTime();
    private volatile boolean used;
    private volatile boolean heard;

    /** Watches a connection that has just been opened. */
    static void install(HttpConnection connection) {
        var watch = new ConnectionWatch();
        var channel = channel(connection);
        channel.attr(KEY).set(watch);
        if (channel.pipeline().get(HTTP_1_CODEC) != null) {
            channel.pipeline().addBefore(HTTP_1_CODEC, KEY.name(), watch);
        }
    }

    /** Returns the watch of a connection, open or closed. */
    static ConnectionWatch of(HttpConnection connection) {
        return channel(connection).attr(KEY).get();
    }

    /**
     * Records that a request takes the connection.
     *
     * @param askedAt when the request asked for a connection, by {@link System#nanoTime()}
     * @return whether the connection was already in the pool then, or has served another request
     */
    boolean take(long askedAt) {
        boolean reused = used || openedAt - askedAt < 0;
        used = true;
        heard = false;
        return reused;
    }

    /** Returns whether a byte has come over this HTTP/1.1 connection since it was taken; always false for HTTP/2. */
    boolean heard() {
        return heard;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        heard = true;
        context.fireChannelRead(bytes);
    }

    private static Channel channel(HttpConnection connection) {
        return ((HttpClientConnection) connection).channel();
    }
}
