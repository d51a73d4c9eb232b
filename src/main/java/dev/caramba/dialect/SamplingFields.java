package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.Sampling;

/** A dialect's names for the wishes on sampling; those on which the caller is silent are not written. */
public record SamplingFields(String temperature, String topP, String maxTokens, String stop, String seed) {

    public void write(Sampling wishes, ObjectNode to) {
        wishes.temperature().ifPresent(value -> to.put(temperature, value));
        wishes.topP().ifPresent(value -> to.put(topP, value));
        wishes.maxTokens().ifPresent(value -> to.put(maxTokens, value));
        if (!wishes.stop().isEmpty()) {
            var sequences = to.putArray(stop);
            wishes.stop().forEach(sequences::add);
        }
        wishes.seed().ifPresent(value -> to.put(seed, value));
    }
}
