package dev.caramba.config.entry;

import dev.caramba.config.ConfigException;
import dev.caramba.generation.Provider;
import dev.caramba.observe.ObservedProvider;
import io.quarkus.arc.InstanceHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A provider that exists as an object, so that its entry needs no address: a bean of the operator's, or a demo
 * provider.
 *
 * @param model the model that is asked when none is configured
 */
public record CustomProvider(Provider provider, String model) {

    private static final String MODEL_OF_BEANS = "default";

    /**
     * Returns the operator's beans by name. The product's own provider is a bean too; it is skipped without being
     * created.
     */
    public static Map<String, CustomProvider> beans(List<InstanceHandle<Provider>> beans) {
        var byName = new HashMap<String, CustomProvider>();
        for (var bean : beans) {
            if (!bean.getBean().getTypes().contains(ObservedProvider.class)) {
                var provider = bean.get();
                if (byName.put(provider.name(), new CustomProvider(provider, MODEL_OF_BEANS)) != null) {
                    throw ConfigException.wrong("the name of a Provider bean", provider.name(), "each name once");
                }
            }
        }
        return byName;
    }
}
