package dev.caramba.prompt;

/** A provider plus one model, written {@code provider/model}: the unit that is chosen, leased and cooled down. */
public record Target(String provider, String model) {

    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
