package dev.caramba.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.redis.RedisServerExtension;
import dev.caramba.time.VirtualTime;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same random histories, played to the memory of one instance and to a real server, have the same replies. */
class RedisAgreesWithMemoryIT {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    private static final int HISTORIES = 40;
    private static final int STEPS = 500;

    /** Two fixed ones and new ones in every run; a seed that failed is to be put here. */
    static LongStream seeds() {
        return LongStream.concat(LongStream.of(1, 2), new Random().longs(HISTORIES - 2));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_stores_agree_step_by_step(long seed) {
        // Given
        var time = new VirtualTime();
        var chance = new Random(seed);
        var value = new double[] {0.5};
        var memory = new MemoryHealthStore(HealthPolicy.DEFAULT, time, () -> value[0]);
        var redis = ClockedRedisStore.of(REDIS.client(), HealthPolicy.DEFAULT, time, () -> value[0]);
        var history = new HealthHistory(seed, time, memory, redis);

        // When
        Optional<String> difference = Optional.empty();
        for (int i = 0; i < STEPS / 10 && difference.isEmpty(); i++) {
            value[0] = chance.nextDouble();
            difference = history.play(10);
        }

        // Then
        assertEquals(Optional.empty(), difference, () -> "seed " + seed);
    }
}
