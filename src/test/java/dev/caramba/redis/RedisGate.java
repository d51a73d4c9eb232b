package dev.caramba.redis;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands before a server, where networks break, and where somebody else may answer. */
public final class RedisGate {

    private final NetServer server;
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private volatile Answerer answerer;

    /** What becomes of a new connection. */
    public interface Answerer {
        void accept(NetSocket socket);
    }

    public RedisGate(Vertx vertx, RedisProcess behind, NetServerOptions options) {
        var client = vertx.createNetClient();
        answerer = front -> {
            front.pause();
            client.connect(behind.port(), "127.0.0.1")
                    .onSuccess(back -> {
                        back.closeHandler(ignored -> front.close());
                        front.closeHandler(ignored -> back.close());
                        back.handler(front::write);
                        front.handler(back::write);
                        front.resume();
                    })
                    .onFailure(failure -> front.close());
        };
        server = vertx.createNetServer(options.setPort(0).setHost("localhost")).connectHandler(socket -> {
            open.add(socket);
            answerer.accept(socket);
        });
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    public int port() {
        return server.actualPort();
    }

    /** Lets every open connection die without a word; new ones are as before. */
    public void loseConnections() {
        open.forEach(socket -> socket.handler(Buffer::length));
        open.clear();
    }

    /** Breaks every open connection, and gives new ones to somebody else. */
    public Answerer answerWith(Answerer other) {
        var before = answerer;
        answerer = other;
        open.forEach(NetSocket::close);
        open.clear();
        return before;
    }
}
