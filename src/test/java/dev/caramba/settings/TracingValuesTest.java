package dev.caramba.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingValuesTest {

    @Test
    void is_off_by_default_and_hands_nothing_on() {
        var tracing = tracing();

        assertEquals(Optional.empty(), tracing.endpoint());
        assertFalse(tracing.takes().test("openai"));
    }

    @Test
    void the_standard_variables_lead_to_the_same_place() {
        var tracing = tracing(
                "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318/",
                "OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20s3cret,x-tenant=a+b",
                "OTEL_SERVICE_NAME=eu",
                "OTEL_RESOURCE_ATTRIBUTES=deployment.environment=prod,service.name=no");

        assertEquals(Optional.of(URI.create("http://collector:4318/v1/traces")), tracing.endpoint());
        assertEquals(Map.of("authorization", "Bearer s3cret", "x-tenant", "a+b"), tracing.headers());
        assertEquals(Map.of("service.name", "eu", "deployment.environment", "prod"), tracing.resource());
        assertTrue(tracing.takes().test("openai"));
        assertFalse(tracing.toString().contains("s3cret"));
    }

    @Test
    void a_process_says_its_version_unless_it_is_given_another() {
        var endpoint = "caramba.tracing.endpoint=http://collector:4318";

        assertEquals(
                Map.of("service.name", "caramba", "service.version", "1.2.3"),
                tracing(endpoint, "quarkus.application.version=1.2.3").resource());
        assertEquals(
                Map.of("service.name", "caramba", "service.version", "eu-7"),
                tracing(endpoint, "quarkus.application.version=1.2.3", "OTEL_RESOURCE_ATTRIBUTES=service.version=eu-7")
                        .resource());
    }

    @Test
    void the_address_for_traces_is_used_as_it_is_and_our_own_key_leads() {
        var traces = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://traces:4318/api/otlp";

        assertEquals(
                Optional.of(URI.create("http://traces:4318/api/otlp")),
                tracing(traces, "OTEL_EXPORTER_OTLP_ENDPOINT=http://other").endpoint());
        assertEquals(
                Optional.of(URI.create("https://own/otlp/v1/traces")),
                tracing(traces, "caramba.tracing.endpoint=https://own/otlp").endpoint());
    }

    @Test
    void the_standard_switch_turns_it_off() {
        var tracing = tracing("OTEL_SDK_DISABLED=true", "caramba.tracing.endpoint=http://collector:4318");

        assertEquals(Optional.empty(), tracing.endpoint());
        assertFalse(tracing.takes().test("openai"));
    }

    @Test
    void providers_that_are_told_can_be_named() {
        var some = tracing("caramba.tracing.propagate=openai, vllm").takes();
        assertTrue(some.test("openai") && some.test("vllm") && !some.test("google"));
        assertTrue(tracing("caramba.tracing.propagate=all").takes().test("google"));
        assertFalse(tracing("caramba.tracing.propagate=none", "caramba.tracing.endpoint=http://collector")
                .takes()
                .test("google"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caramba.tracing.endpoint=collector:4318",
                "caramba.tracing.endpoint=http://user:s3cret@collector:4318",
                "caramba.tracing.headers=s3cret",
                "caramba.tracing.headers=a=s3cret%0d%0ax-injected: 1",
                "caramba.tracing.headers=a=s3cret%zz",
                "caramba.tracing.headers=a b=s3cret",
                "caramba.tracing.sample=1.5",
                "caramba.tracing.propagate=all,openai"
            })
    void what_is_wrong_is_told_and_no_secret_with_it(String entry) {
        var entries = entry.contains("endpoint")
                ? new String[] {entry}
                : new String[] {entry, "caramba.tracing.endpoint=http://collector:4318"};

        var mistake = assertThrows(ConfigurationException.class, () -> tracing(entries));

        assertTrue(mistake.getMessage().startsWith(entry.substring(0, entry.indexOf('=')) + ": "), mistake::getMessage);
        assertFalse(mistake.getMessage().contains("s3cret"), mistake::getMessage);
    }

    private static TracingValues tracing(String... entries) {
        return TestConfig.with(entries).settings().tracing();
    }
}
