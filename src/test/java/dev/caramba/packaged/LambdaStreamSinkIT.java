package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.redis.RedisProcess;
import io.cloudevents.CloudEvent;
import io.vertx.mutiny.redis.client.Command;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

class LambdaStreamSinkIT extends LambdaSinkContract {

    private static final String KEY = "results";
    private static final String BROKEN = "broken";

    private final RedisProcess redis = new RedisProcess();
    private final ResultStream stream = new ResultStream(redis, KEY);

    @Override
    Map<String, String> environment() {
        return Map.of(
                "REDIS_URL",
                redis.url(),
                "CARAMBA_STORE_TIMEOUT",
                "5s",
                "CARAMBA_STORE_STRICT_TIMEOUT",
                "5s",
                "CARAMBA_SINK_STREAM",
                KEY);
    }

    /** Something else stands there. */
    @Override
    void breakDown() {
        stream.ask(Command.SET, KEY, BROKEN);
    }

    @Override
    void mend() {
        if (stream.ask(Command.TYPE, KEY).toString().equals("string")) {
            assertEquals(BROKEN, stream.ask(Command.GETDEL, KEY).toString());
        }
    }

    @Override
    List<CloudEvent> taken() {
        var entries = stream.entries();
        stream.ask(Command.DEL, KEY);
        return entries;
    }

    @AfterAll
    void closeStream() {
        stream.close();
        redis.close();
    }
}
