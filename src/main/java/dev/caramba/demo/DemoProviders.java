package dev.caramba.demo;

import dev.caramba.generation.Provider;
import dev.caramba.prompt.Target;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Creates the three simulated providers: one steady, one that rate-limits, one that breaks its answers. */
public final class DemoProviders {

    private DemoProviders() {}

    /**
     * Returns the providers by their targets, in order. None of their servers is started yet.
     *
     * @param client creates the provider that calls a simulated one, from its name and base URL
     */
    public static Map<Target, Provider> create(Vertx vertx, BiFunction<String, String, Provider> client) {
        var providers = new LinkedHashMap<Target, Provider>();
        Arrays.stream(DemoBehaviour.values())
                .forEach(behaviour -> providers.put(
                        new Target(behaviour.providerName(), behaviour.model()),
                        new DemoProvider(vertx, behaviour, url -> client.apply(behaviour.providerName(), url))));
        return providers;
    }
}
