package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.Sampling;

/** A dialect's field names for the sampling parameters. Parameters that the caller did not set are not written. */
public record SamplingFields(String temperature, String topP, String maxTokens, String stop, String seed) {

    public void write(Sampling sampling, ObjectNode to) {
        sampling.temperature().ifPresent(value -> to.put(temperature, value));
        sampling.topP().ifPresent(value -> to.put(topP, value));
        sampling.maxTokens().ifPresent(value -> to.put(maxTokens, value));
        if (!sampling.stop().isEmpty()) {
            var sequences = to.putArray(stop);
            sampling.stop().forEach(sequences::add);
        }
        sampling.seed().ifPresent(value -> to.put(seed, value));
    }
}
