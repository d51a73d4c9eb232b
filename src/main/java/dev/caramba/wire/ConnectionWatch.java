package dev.caramba.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpClientConnection;

/**
 * Tells whether a connection was in the pool before a request took it, and whether its peer has said anything since. The
 * client shows neither, so it stands in the connection's pipeline.
 */
final class ConnectionWatch extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<ConnectionWatch> KEY = AttributeKey.valueOf(ConnectionWatch.class, "watch");
    /** What the client calls the handler that reads HTTP/1.1; an HTTP/2 connection has none of this name. */
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

    /** The watch of a connection, be it closed or not. */
    static ConnectionWatch of(HttpConnection connection) {
        return channel(connection).attr(KEY).get();
    }

    /**
     * A request takes the connection.
     *
     * @param askedAt when the request asked for one, by {@link System#nanoTime()}
     * @return whether it was in the pool by then, or has served another request
     */
    boolean take(long askedAt) {
        boolean reused = used || openedAt - askedAt < 0;
        used = true;
        heard = false;
        return reused;
    }

    /** Whether a byte has come over this HTTP/1.1 connection since it was taken; never told of HTTP/2. */
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
