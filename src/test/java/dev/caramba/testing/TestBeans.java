package dev.caramba.testing;

import dev.caramba.call.EdgeSettings;
import dev.caramba.call.ModelDirectory;
import dev.caramba.prompt.Target;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Stands in for the composition. */
@Singleton
public class TestBeans {

    @Produces
    @Alternative
    @Priority(100)
    @Singleton
    EdgeSettings settings(@ConfigProperty(name = "test.access.keys", defaultValue = "") Optional<String> keys) {
        Map<String, String> byName = keys.stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(entry -> entry.split("="))
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
        return new EdgeSettings(Duration.ofSeconds(30), Duration.ofSeconds(30), false, byName);
    }

    @Produces
    @Alternative
    @Priority(100)
    @Singleton
    ModelDirectory directory() {
        var owners = new LinkedHashMap<String, String>();
        owners.put("auto", "caramba");
        owners.put("fast", "caramba");
        owners.put("openai", "openai");
        owners.put("openai/gpt-4o-mini", "openai");
        owners.put("nvidia/nvidia/nemotron:free", "nvidia");
        return new ModelDirectory(owners, List.of(new Target("openai", "gpt-4o-mini"), new Target("ollama", "llama3")));
    }
}
