package dev.caramba.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the interceptors of the product and of the configuration library, as at run time. */
class SecretTextTest {

    /** Each means something elsewhere in a configuration. */
    private static final String SECRET = "a$b$$c${d}${e:f}${g::h}\\$\\,\\\\,{i} j$";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CARAMBA_PROVIDERS_X_API_KEY",
                "CARAMBA_PROVIDERS_X_HEADERS_X_TEAM",
                "CARAMBA_TRACING_HEADERS",
                "CARAMBA_SINK_URL",
                "OPENAI_API_KEY",
                "HF_TOKEN",
                "REDIS_PASSWORD",
                "QUARKUS_REDIS_PASSWORD",
                "OTEL_EXPORTER_OTLP_HEADERS",
                "https_proxy"
            })
    void a_variable_is_taken_to_the_letter(String name) {
        var config = config(Map.of(name, SECRET), Map.of());

        assertEquals(SECRET, config.getValue(name, String.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caramba.providers.x.api-key",
                "caramba.providers.x.headers.x-team",
                "caramba.providers.x.headers.\"X.Team\"",
                "caramba.tracing.headers",
                "caramba.sink.url",
                "caramba.sink.queue",
                "caramba.http.proxy",
                "quarkus.redis.password"
            })
    void a_key_of_a_file_or_a_system_property_is_taken_to_the_letter(String name) {
        var config = config(Map.of(), Map.of(name, SECRET));

        assertEquals(SECRET, config.getValue(name, String.class));
    }

    @Test
    void a_variable_is_the_same_under_the_name_of_its_key() {
        var config = config(Map.of("CARAMBA_PROVIDERS_X_API_KEY", SECRET), Map.of());

        assertEquals(
                Optional.of(SECRET),
                config.getConfigMapping(CarambaConfig.class)
                        .providers()
                        .get("x")
                        .apiKey());
    }

    @Test
    void the_client_of_redis_gets_what_the_variables_say() {
        var password = config(Map.of("REDIS_PASSWORD", SECRET), Map.of("quarkus.redis.password", "${REDIS_PASSWORD:}"));
        assertEquals(SECRET, password.getValue("quarkus.redis.password", String.class));

        var address = "redis://:a$b${c}$$@localhost:6379".replace("{c}", "%7Bc%7D");
        var hosts = config(Map.of("REDIS_URL", address), Map.of("quarkus.redis.hosts", "${REDIS_URL:}"));
        assertEquals(address, hosts.getValue("quarkus.redis.hosts", String.class));

        var own = config(Map.of("QUARKUS_REDIS_HOSTS", address), Map.of("quarkus.redis.hosts", "${REDIS_URL:}"));
        assertEquals(address, own.getValue("quarkus.redis.hosts", String.class));

        var none = config(Map.of(), Map.of("quarkus.redis.hosts", "${REDIS_URL:}"));
        assertEquals(Optional.empty(), none.getOptionalValue("quarkus.redis.hosts", String.class));
    }

    @Test
    void elsewhere_expressions_have_their_meaning() {
        var config = config(Map.of(), Map.of("caramba.providers.x.model", "${m}-$$1", "m", "a"));

        assertEquals("a-$1", config.getValue("caramba.providers.x.model", String.class));
    }

    private static SmallRyeConfig config(Map<String, String> variables, Map<String, String> keys) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredInterceptors()
                .withMapping(CarambaConfig.class)
                .withMappingIgnore("caramba.**")
                .withSources(new EnvConfigSource(variables, 300), new PropertiesConfigSource(keys, "file", 250))
                .build();
    }
}
