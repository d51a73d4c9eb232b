package dev.caramba.observe;

import dev.caramba.result.Claim;
import dev.caramba.result.HeldClaim;
import dev.caramba.result.IdempotencyKey;
import dev.caramba.result.ResultStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Counts the answers of another store to claims of prompts. */
public final class ObservedResultStore implements ResultStore {

    private final ResultStore inner;
    private final MeterRegistry registry;

    public ObservedResultStore(ResultStore inner, MeterRegistry registry) {
        this.inner = inner;
        this.registry = registry;
    }

    @Override
    public Uni<Claim> claim(HeldClaim hold) {
        return inner.claim(hold)
                .invoke(claim -> registry.counter(MetricNames.CLAIMS, "outcome", outcome(claim))
                        .increment());
    }

    @Override
    public Uni<Boolean> prolong(HeldClaim hold) {
        return inner.prolong(hold);
    }

    @Override
    public Uni<Boolean> complete(HeldClaim hold, String result) {
        return inner.complete(hold, result);
    }

    @Override
    public Uni<Boolean> release(HeldClaim hold) {
        return inner.release(hold);
    }

    @Override
    public Uni<Optional<Claim>> find(IdempotencyKey key) {
        return inner.find(key);
    }

    private static String outcome(Claim claim) {
        if (claim instanceof Claim.Granted) {
            return "granted";
        }
        if (claim instanceof Claim.Running) {
            return "in_progress";
        }
        return claim instanceof Claim.Done ? "replayed" : "key_reused";
    }
}
