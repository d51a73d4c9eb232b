package dev.caramba.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownKeysTest {

    @Test
    void knows_the_keys_of_the_configuration() {
        assertEquals(ConfigTree.keys().keySet(), UnknownKeys.known().collect(Collectors.toSet()));
    }

    @Test
    void knows_each_key_and_its_variable() {
        var keys = ConfigTree.keys().keySet().stream()
                .map(key -> key.replace("*", "x1") + "=1")
                .toArray(String[]::new);
        var variables = ConfigTree.keys().keySet().stream()
                .map(key -> ConfigTree.variable(key).replace("<NAME>", "X1") + "=1")
                .toArray(String[]::new);

        assertEquals(List.of(), unknown(keys));
        assertEquals(List.of(), unknown(variables));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"caramba.balancer.cooldwn", "caramba.foo", "caramba.providers.x.bas-url", "caramba.providers.x"})
    void an_unknown_key_of_a_file_is_wrong(String key) {
        var e = assertThrows(ConfigurationException.class, () -> unknown(key + "=1"));

        assertEquals(key + ": unknown (expected: a key of docs/configuration.md)", e.getMessage());
    }

    @Test
    void an_unknown_variable_of_ours_is_told() {
        assertEquals(
                List.of("CARAMBA_BALANCER_COOLDWN", "CARAMBA_PROVIDERS_X_BAS_URL"),
                unknown("CARAMBA_BALANCER_COOLDWN=1", "CARAMBA_PROVIDERS_X_BAS_URL=1"));
    }

    @Test
    void a_variable_of_others_is_none_of_our_business() {
        assertEquals(List.of(), unknown("CARAMBA_PORT=tcp://1", "CARAMBA_SERVICE_HOST=1", "PATH=x"));
    }

    @Test
    void a_name_that_a_variable_cannot_hold_is_wrong() {
        var e = assertThrows(ConfigurationException.class, () -> unknown("CARAMBA_PROVIDERS_MY_VLLM_BASE_URL=1"));

        assertEquals(
                "CARAMBA_PROVIDERS_MY_VLLM_BASE_URL: my_vllm"
                        + " (expected: a name of letters and digits only, such as openai2)",
                e.getMessage());
    }

    private static List<String> unknown(String... entries) {
        return UnknownKeys.variables(Configured.with(entries).config().getPropertyNames());
    }
}
