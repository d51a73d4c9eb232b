package dev.caramba.app;

import dev.caramba.redis.RedisProcess;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A Redis server that the application is told of as operators do. */
public final class RedisResource implements QuarkusTestResourceLifecycleManager {

    private RedisProcess server;

    @Override
    public Map<String, String> start() {
        server = new RedisProcess();
        return Map.of("REDIS_URL", server.url());
    }

    @Override
    public void inject(Object test) {
        if (test instanceof SharedHealthIT shared) {
            shared.server = server;
        }
    }

    @Override
    public void stop() {
        server.close();
    }
}
