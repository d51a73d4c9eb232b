package dev.caramba.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.call.Invocations;
import dev.caramba.call.ModelDirectory;
import dev.caramba.health.HealthStore;
import io.quarkus.funqy.Funq;
import io.smallrye.mutiny.Uni;

/** The function {@code providers}: the health of every target that the caller may ask, as the store has it. */
public class ProvidersFunction {

    private final ModelDirectory directory;
    private final HealthStore store;
    private final Invocations invocations;

    ProvidersFunction(ModelDirectory directory, HealthStore store, Invocations invocations) {
        this.directory = directory;
        this.store = store;
        this.invocations = invocations;
    }

    @Funq("providers")
    public Uni<JsonNode> providers() {
        var targets = directory.seenBy(invocations.current().caller().grant()).targets();
        return store.view(targets).map(view -> ProvidersJson.of(store, targets, view));
    }
}
