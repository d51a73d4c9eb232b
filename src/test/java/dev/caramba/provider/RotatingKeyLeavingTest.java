package dev.caramba.provider;

import dev.caramba.generation.Caching;
import dev.caramba.generation.Caller;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.testing.LeavingCallers;
import dev.caramba.testing.SilentProvider;
import dev.caramba.testing.Slow;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Callers of an entry whose key is looked up that leave in the first moments of a call. */
@Slow
class RotatingKeyLeavingTest {

    private static final int CALLS = 2000;

    private final LeavingCallers callers = new LeavingCallers();
    private final SilentProvider inner = new SilentProvider();
    private final RotatingKeyProvider provider = new RotatingKeyProvider("key", new Slow(), key -> inner);

    @Test
    void every_request_is_cancelled() throws Exception {
        try (callers) {
            callers.call(
                    CALLS,
                    i -> provider.generate(
                            LeavingCallers.context(Caller.named("me"), Caching.UNSAID),
                            GenerationParams.of(List.of())));

            LeavingCallers.awaitEquals(0, inner::underWay);
        }
    }

    /** Knows the key at once, or on another thread. */
    private final class Slow implements KeySource {

        @Override
        public Uni<String> current() {
            return callers.reply(Uni.createFrom().item("key"));
        }

        @Override
        public Uni<String> newest() {
            return current();
        }
    }
}
