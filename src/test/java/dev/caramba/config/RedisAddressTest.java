package dev.caramba.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of Redis as operators write them. */
class RedisAddressTest {

    private static final String KEY = "quarkus.redis.hosts";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost",
                "redis://localhost:6379/3",
                "rediss://user:p%40ss@redis.example:6380",
                "redis://:password@10.0.0.1:6379",
                "redis://[::1]:6379",
                "redis://one:6379,redis://two:6379, redis://three:6379",
                "unix:///run/redis.sock",
            })
    void what_can_be_an_address_passes(String address) {
        assertEquals(address, config(address).getConfigValue(KEY).getValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:s3cr3t#[@localhost",
                "redis://:s3cr3t @localhost",
                "redis://:s3cr3t%@localhost",
                "redis://:s3cr3t^@localhost",
                "redis://:s3cr3t/@localhost",
                "rediss://:s3cr3t@redis_1:6379",
                "redis://:s3cr3t@redis_1:x",
                "http://:s3cr3t@localhost:6379",
                "s3cr3t@localhost:6379",
                "redis://one:6379,s3cr3t",
            })
    void what_cannot_be_one_is_refused_and_not_repeated(String address) {
        // When
        var config = config(address);
        var refusal = assertThrows(
                ConfigurationException.class, () -> config.getConfigValue(KEY).getValue());

        // Then
        assertFalse(refusal.getMessage().contains("s3cr3t"), refusal::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "redis://redis_1 redis://redis-x5f-1.underscore.invalid",
                "redis://redis_1:redis_1@redis_1:6379/2 redis://redis_1:redis_1@redis-x5f-1.underscore.invalid:6379/2",
                "redis://one,redis://_b:1 redis://one,redis://-x5f-b.underscore.invalid:1",
                "redis://:a$b${c}\\+@localhost redis://:a$b$%7Bc%7D%5C%2B@localhost"
            })
    void an_address_is_written_so_that_the_client_can_read_it(String address, String written) {
        assertEquals(written, config(address).getConfigValue(KEY).getValue());
    }

    private static SmallRyeConfig config(String address) {
        return new SmallRyeConfigBuilder()
                .withInterceptors(new RedisAddress())
                .withSources(new PropertiesConfigSource(Map.of(KEY, address), "test", 100))
                .build();
    }
}
