package dev.caramba.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Mistakes in keys of Quarkus, told as those in our own are. */
class ValidationProblemsTest {

    @ConfigMapping(prefix = "quarkus.demo")
    interface Keys {
        int port();

        @WithName("api-key")
        Optional<Integer> apiKey();

        boolean needed();

        Optional<String> hosts();
    }

    @Test
    void are_lines_with_what_was_set_and_what_is_expected() {
        var problems = failure(Map.of("quarkus.demo.port", "ab\nc", "quarkus.demo.api-key", "s3cr3t"));

        assertEquals(
                Set.of(
                        "QUARKUS_DEMO_PORT: ab c (expected: an integer value)",
                        "quarkus.demo.api-key: (hidden) (expected: a value of another form)",
                        "quarkus.demo.needed: not set (expected: a value)"),
                new ValidationProblems("QUARKUS_DEMO_PORT"::equals).all(problems));
    }

    @Test
    void are_taken_as_they_are_where_an_interceptor_of_ours_has_told_them() {
        ConfigSourceInterceptor wrong = (context, name) -> {
            if (name.equals("quarkus.demo.hosts")) {
                throw ConfigException.secret("REDIS_URL", "an address");
            }
            return context.proceed(name);
        };
        var problems = failure(Map.of("quarkus.demo.port", "1", "quarkus.demo.needed", "true"), wrong);

        assertEquals(Optional.of("REDIS_URL: (hidden) (expected: an address)"), ValidationProblems.lines(problems));
    }

    @Test
    void are_no_other_failures() {
        assertEquals(Optional.empty(), ValidationProblems.lines(new IllegalStateException("broken")));
    }

    private static ConfigValidationException failure(Map<String, String> values, ConfigSourceInterceptor... own) {
        var builder = new SmallRyeConfigBuilder()
                .withMapping(Keys.class)
                .withInterceptors(own)
                .withSources(new PropertiesConfigSource(values, "test", 100));
        return assertThrows(ConfigValidationException.class, builder::build);
    }
}
