package dev.caramba.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.settings.ConfigTree;
import dev.caramba.settings.TestConfig;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class UnknownKeysTest {

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
    @CsvSource({
        "caramba.balancer.cooldwn, caramba.balancer.cooldown",
        "caramba.providers.x.bas-url, caramba.providers.x.base-url",
        "caramba.access.grants.me.request-per-minute, caramba.access.grants.me.requests-per-minute",
        "caramba.acces.open, caramba.access.open",
        "CARAMBA_BALANCER_COOLDWN, CARAMBA_BALANCER_COOLDOWN",
        "CARAMBA_PROVIDERS_X_BASEURL, CARAMBA_PROVIDERS_X_BASE_URL",
        "CARAMBA_PROVIDER_X_BASE_URL, CARAMBA_PROVIDERS_X_BASE_URL",
        "CARAMBA_ROUTES_FAST_TARGET, CARAMBA_ROUTES_FAST_TARGETS",
        "CARAMBA_ROUTE_FAST_TARGETS, CARAMBA_ROUTES_FAST_TARGETS",
        "CARAMBA_ACCESS_GRANTS_ME_REQUEST_PER_MINUTE, CARAMBA_ACCESS_GRANTS_ME_REQUESTS_PER_MINUTE",
        "CARAMBA_ACCESS_GRANTS_ME_ROUTE, CARAMBA_ACCESS_GRANTS_ME_ROUTES",
        "CARAMBA_ACCESS_GRANT_ME_BUDGET_PER_DAY, CARAMBA_ACCESS_GRANTS_ME_BUDGET_PER_DAY",
        "CARAMBA_ACCESS_KEY_ME, CARAMBA_ACCESS_KEYS_ME",
        "CARAMBA_PROVIDERS_X_HEADER_X_TEAM, CARAMBA_PROVIDERS_X_HEADERS_X_TEAM",
        "caramba.providers.x.header.x-team, caramba.providers.x.headers.x-team",
        "CARAMBA_DEM0, CARAMBA_DEMO",
        "CARAMBA_MODEL_ALIAS, CARAMBA_MODEL_ALIASES"
    })
    void an_unknown_name_is_wrong_and_the_nearest_one_is_told(String name, String meant) {
        assertEquals(List.of(name + ": unknown (did you mean " + meant + "?)"), unknown(name + "=sk-secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caramba.foo",
                "caramba.providers.x",
                "CARAMBA_FOO",
                "CARAMBA_PORT",
                "CARAMBA_HTTP_PORT",
                "CARAMBA_SOMETHING_ELSE_ALTOGETHER"
            })
    void a_name_that_is_near_to_none_is_wrong_too(String name) {
        assertEquals(List.of(name + ": unknown (expected: a key of docs/configuration.md)"), unknown(name + "=8080"));
    }

    @Test
    void all_of_them_are_told() {
        var told = unknown("CARAMBA_BALANCER_COOLDWN=1", "CARAMBA_FOO=2", "caramba.bar=3", "CARAMBA_DEMO=true");

        assertEquals(3, told.size(), told::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH=x",
                "QUARKUS_LOG_CATEGORY__DEV_CARAMBA__LEVEL=TRACE",
                "CARAMBA_SERVICE_HOST=10.96.4.17",
                "CARAMBA_SERVICE_HOST=fd00:10:96::4",
                "CARAMBA_SERVICE_PORT=80",
                "CARAMBA_SERVICE_PORT_HTTP=80",
                "CARAMBA_SERVICE_PORT_HTTP_METRICS=9090",
                "CARAMBA_PORT=tcp://10.96.4.17:80",
                "CARAMBA_PORT_80_TCP=tcp://10.96.4.17:80",
                "CARAMBA_PORT_80_TCP_PROTO=tcp",
                "CARAMBA_PORT_80_TCP_PORT=80",
                "CARAMBA_PORT_80_TCP_ADDR=10.96.4.17",
                "CARAMBA_PORT_53_UDP=udp://[fd00::1]:53",
                "CARAMBA_REDIS_SERVICE_HOST=10.96.4.18",
                "CARAMBA_REDIS_PORT=tcp://10.96.4.18:6379",
                "CARAMBA_REDIS_PORT_6379_TCP_ADDR=10.96.4.18",
                "CARAMBA_HTTP_PORT=tcp://10.96.4.19:80",
                "CARAMBA_ROUTES_PORT_80_TCP=tcp://10.96.4.19:80"
            })
    void what_others_put_into_the_environment_is_none_of_our_business(String entry) {
        assertEquals(List.of(), unknown(entry));
    }

    @Test
    void a_name_that_a_variable_cannot_hold_is_wrong() {
        assertEquals(
                List.of("CARAMBA_PROVIDERS_MY_VLLM_BASE_URL: my_vllm"
                        + " (expected: a name of letters and digits only, such as openai2)"),
                unknown("CARAMBA_PROVIDERS_MY_VLLM_BASE_URL=1"));
    }

    public static List<String> unknown(String... entries) {
        var config = TestConfig.with(entries).config();
        return UnknownKeys.among(config.getPropertyNames(), name -> config.getOptionalValue(name, String.class))
                .stream()
                .map(ConfigException::getMessage)
                .toList();
    }
}
