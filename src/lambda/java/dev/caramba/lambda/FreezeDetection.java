package dev.caramba.lambda;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.quarkus.arc.Unremovable;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.ArrayList;

/**
 * The end of the time that an instance stands still between two invocations. Connections to providers and to Redis may
 * have been closed meanwhile: that is waiting to be seen, and a request that is quicker would go out on a dead one.
 */
@Singleton
@Unremovable
class FreezeDetection {

    /** An event loop sees to its sockets, then does what it was told, then what has become due: the next time it is done. */
    private static final int ROUNDS = 2;

    private final Vertx vertx;

    FreezeDetection(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Waits until everything is seen to; some microseconds. Not for threads of event loops. */
    void await() {
        for (int round = 0; round < ROUNDS; round++) {
            var seen = new ArrayList<Future<?>>();
            for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
                seen.add(loop.submit(() -> {}));
            }
            seen.forEach(Future::awaitUninterruptibly);
        }
    }
}
