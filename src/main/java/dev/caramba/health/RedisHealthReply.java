package dev.caramba.health;

import dev.caramba.prompt.Target;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads the replies of the scripts. The headers of the scripts describe their layout. */
record RedisHealthReply(Response values) {

    private static final int NOW = 5;

    Acquisition acquisition(RedisCircuits circuits, String leaseId) {
        var view = view(NOW, circuits);
        if (number(0) == 0) {
            var wait = Optional.of(number(1)).filter(millis -> millis >= 0).map(Duration::ofMillis);
            return new Acquisition.Refused(wait, view);
        }
        var target = circuits.targets().get((int) number(1) - 1);
        return new Acquisition.Granted(new Lease(leaseId, target, number(2) == 1, number(3), number(4)), view);
    }

    HealthView view(RedisCircuits circuits) {
        return view(0, circuits);
    }

    private HealthView view(int start, RedisCircuits circuits) {
        var now = number(start);
        var found = values.get(start + 1);
        var disabled = disabled(values.get(start + 2));
        var statuses = new HashMap<Target, ProviderStatus>(circuits.targets().size() * 2);
        for (var target : circuits.targets()) {
            var own = circuit(found, circuits.number(target));
            var provider = circuit(found, circuits.providerNumber(target));
            statuses.put(target, own.status(target, provider, disabled.contains(target.provider()), now));
        }
        return new HealthView(Instant.ofEpochMilli(now), statuses);
    }

    private static Set<String> disabled(Response names) {
        return StreamSupport.stream(names.spliterator(), false)
                .map(Response::toString)
                .collect(Collectors.toSet());
    }

    private static RedisCircuit circuit(Response found, int number) {
        return RedisCircuit.of(found.get(number - 1));
    }

    private long number(int index) {
        return values.get(index).toLong();
    }
}
