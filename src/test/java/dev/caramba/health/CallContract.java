package dev.caramba.health;

import dev.caramba.time.VirtualTime;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link HealthStore} does for calls, with its shared memory or without. The rules stand in one interface per
 * theme; a store's own test extends this class and says how the store is made.
 */
abstract class CallContract implements CooldownRules, ProbeRules, EpochRules, LeaseRules, TurnRules, StatusRules {

    private final VirtualTime time = new VirtualTime();
    private double random;
    private Fleet fleet;

    /** A new store that knows nothing. */
    protected abstract HealthStore store(HealthPolicy policy, InstantSource clock, DoubleSupplier random);

    @BeforeEach
    final void start() {
        random = 0.5;
        fleet = new Fleet(store(HealthPolicy.DEFAULT, time, () -> random), time);
    }

    @Override
    public final Fleet fleet() {
        return fleet;
    }

    @Override
    public final void nextRandom(double value) {
        random = value;
    }
}
