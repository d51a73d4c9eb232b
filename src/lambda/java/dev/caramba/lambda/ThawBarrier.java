package dev.caramba.lambda;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.quarkus.arc.Unremovable;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.ArrayList;

/**
 * Lets the instance notice closed connections after Lambda has frozen it between two invocations. Providers and Redis
 * may have closed connections meanwhile. Until the event loops have handled this, a quick request would be sent on a
 * dead connection.
 */
@Singleton
@Unremovable
class ThawBarrier {

    /**
     * The rounds to wait. One round of an event loop handles its sockets, then its tasks, then its timers, so that all
     * of them are handled after two.
     */
    private static final int ROUNDS = 2;

    private final Vertx vertx;

    ThawBarrier(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Waits until all event loops have handled their pending events, which takes some microseconds. Must not be called
     * on a thread of an event loop.
     */
    void await() {
        for (int round = 0; round < ROUNDS; round++) {
            var pending = new ArrayList<Future<?>>();
            for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
                pending.add(loop.submit(() -> {}));
            }
            pending.forEach(Future::awaitUninterruptibly);
        }
    }
}
