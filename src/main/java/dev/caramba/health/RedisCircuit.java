package dev.caramba.health;

import dev.caramba.health.ProviderStatus.State;
import dev.caramba.prompt.Target;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The fields of a circuit's value, as the scripts write them, that views show.
 *
 * @param exhausted the instant until which the provider accepts no more requests, in ms
 * @param until the end of the cooldown, in ms
 * @param used when it was last leased, in ms; 0 when it never was
 * @param latency the average time to first token, in ns; -1 when not known
 * @param error the latest error; empty when there was none
 */
record RedisCircuit(
        boolean open, long exhausted, int inFlight, long until, int failures, long used, long latency, String error) {

    private static final RedisCircuit UNKNOWN = new RedisCircuit(false, 0, 0, 0, 0, 0, -1, "");
    private static final int FIELDS = 12;

    /** Reads a circuit from a value. A missing value, or one that no script wrote, gives an unknown circuit. */
    static RedisCircuit of(Response value) {
        return value == null ? UNKNOWN : read(value.toString().split(" ", FIELDS));
    }

    private static RedisCircuit read(String[] fields) {
        try {
            return new RedisCircuit(
                    fields[0].equals("1"),
                    Long.parseLong(fields[1]),
                    Integer.parseInt(fields[2]),
                    Long.parseLong(fields[4]),
                    Integer.parseInt(fields[6]),
                    Long.parseLong(fields[9]),
                    Long.parseLong(fields[10]),
                    fields[11]);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return UNKNOWN;
        }
    }

    /** Returns the status of the target that owns this circuit. */
    ProviderStatus status(Target target, RedisCircuit provider, boolean disabled, long now) {
        var cooldownEnd = Math.max(cooldownEnd(now), provider.cooldownEnd(now));
        return new ProviderStatus(
                target,
                disabled ? State.DISABLED : state(provider, cooldownEnd),
                inFlight,
                instant(used),
                Math.max(failures, provider.failures),
                instant(cooldownEnd),
                Optional.of(provider.failures > 0 || error.isEmpty() ? provider.error : error)
                        .filter(text -> !text.isEmpty()),
                Optional.of(latency).filter(nanos -> nanos >= 0).map(Duration::ofNanos));
    }

    private State state(RedisCircuit provider, long cooldownEnd) {
        if (cooldownEnd > 0) {
            return State.COOLDOWN;
        }
        return open || provider.open ? State.PROBING : State.HEALTHY;
    }

    /** Returns the end of the present cooldown or exhaustion; 0 when there is none. */
    private long cooldownEnd(long now) {
        var end = open ? Math.max(until, exhausted) : exhausted;
        return end > now ? end : 0;
    }

    private static Optional<Instant> instant(long millis) {
        return Optional.of(millis).filter(known -> known > 0).map(Instant::ofEpochMilli);
    }
}
