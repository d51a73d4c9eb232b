package dev.caramba.health;

import dev.caramba.prompt.Target;
import java.time.Duration;

/** What the rules have in common: a fleet over a new store with the default policy, and some targets. */
public interface FleetRules {

    Target A = new Target("one", "a");
    Target B = new Target("two", "b");
    Target C = new Target("three", "c");

    /** Another model of the same provider as {@link #A}. */
    Target A2 = new Target("one", "a2");

    HealthPolicy POLICY = HealthPolicy.DEFAULT;

    Fleet fleet();

    /** What the store's source of randomness gives from now on: 0.5, no jitter, unless a test says otherwise. */
    void nextRandom(double value);

    static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
