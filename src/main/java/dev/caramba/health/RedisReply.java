package dev.caramba.health;

import dev.caramba.generation.Target;
import dev.caramba.health.ProviderStatus.State;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** What the scripts reply, turned into results. The scripts' headers say what stands where. */
record RedisReply(Response values) {

    private static final List<State> STATES = List.of(State.HEALTHY, State.PROBING, State.COOLDOWN, State.DISABLED);
    private static final int NOW = 5;

    Acquisition acquisition(List<Target> targets, String leaseId) {
        var view = view(NOW, targets);
        if (number(0) == 0) {
            var wait = Optional.of(number(1)).filter(millis -> millis >= 0).map(Duration::ofMillis);
            return new Acquisition.Refused(wait, view);
        }
        var target = targets.get((int) number(1) - 1);
        return new Acquisition.Granted(new Lease(leaseId, target, number(2) == 1, number(3), number(4)), view);
    }

    HealthView view(List<Target> targets) {
        return view(0, targets);
    }

    private HealthView view(int start, List<Target> targets) {
        var statuses = new HashMap<Target, ProviderStatus>(targets.size() * 2);
        for (int i = 0; i < targets.size(); i++) {
            statuses.put(targets.get(i), new RedisReply(values.get(start + 1 + i)).status(targets.get(i)));
        }
        return new HealthView(Instant.ofEpochMilli(number(start)), statuses);
    }

    private ProviderStatus status(Target target) {
        return new ProviderStatus(
                target,
                STATES.get((int) number(0)),
                (int) number(1),
                instant(2),
                (int) number(3),
                instant(4),
                Optional.of(values.get(6).toString()).filter(text -> !text.isEmpty()),
                Optional.of(number(5)).filter(nanos -> nanos >= 0).map(Duration::ofNanos));
    }

    private Optional<Instant> instant(int index) {
        return Optional.of(number(index)).filter(millis -> millis > 0).map(Instant::ofEpochMilli);
    }

    private long number(int index) {
        return values.get(index).toLong();
    }
}
