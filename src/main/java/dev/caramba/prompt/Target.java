package dev.caramba.prompt;

/**
 * A provider and one of its models, written {@code provider/model}. The balancer chooses and leases targets, and a
 * cooldown applies to a target.
 */
public record Target(String provider, String model) {

    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
