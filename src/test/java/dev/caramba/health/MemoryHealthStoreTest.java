package dev.caramba.health;

import java.time.InstantSource;
import java.util.function.DoubleSupplier;

class MemoryHealthStoreTest extends HealthStoreContract {

    @Override
    protected HealthStore store(HealthPolicy policy, InstantSource clock, DoubleSupplier random) {
        return new MemoryHealthStore(policy, clock, random);
    }
}
