package dev.caramba.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.edge.Directory;
import dev.caramba.health.HealthStore;
import io.quarkus.funqy.Funq;
import io.smallrye.mutiny.Uni;

/** The health of every target as the shared memory has it. */
public class ProvidersFunction {

    private final Directory directory;
    private final HealthStore store;

    ProvidersFunction(Directory directory, HealthStore store) {
        this.directory = directory;
        this.store = store;
    }

    @Funq("providers")
    public Uni<JsonNode> providers() {
        var targets = directory.targets();
        return store.view(targets).map(view -> ProvidersJson.of(store, targets, view));
    }
}
