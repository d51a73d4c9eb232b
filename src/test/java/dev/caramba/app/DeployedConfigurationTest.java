package dev.caramba.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.config.UnknownKeysTest;
import dev.caramba.config.entry.BuiltInProvider;
import dev.caramba.deploy.Manifest;
import dev.caramba.deploy.Variable;
import dev.caramba.format.DurationFormat;
import dev.caramba.settings.TestConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the manifests configure is what there is to configure. */
class DeployedConfigurationTest {

    /** Variables of others: of the JVM, of Lambda, of the layer before it, of Quarkus. */
    private static final Set<String> OF_OTHERS = Set.of(
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "AWS_LAMBDA_EXEC_WRAPPER",
            "AWS_LWA_INVOKE_MODE",
            "AWS_LWA_PORT",
            "AWS_LWA_READINESS_CHECK_PATH",
            "DISABLE_SIGNAL_HANDLERS",
            "REVISION",
            "QUARKUS_CONFIG_LOCATIONS",
            "QUARKUS_HTTP_HOST",
            "QUARKUS_HTTP_PORT",
            "QUARKUS_SHUTDOWN_DELAY",
            "QUARKUS_SHUTDOWN_TIMEOUT");

    private static final Pattern SECRET = Pattern.compile(".*_API_KEY|REDIS_URL|CARAMBA_ACCESS_KEYS_.*");

    @Test
    void sets_only_variables_that_there_are() {
        var unknown = variables()
                .map(Variable::name)
                .filter(name -> !name.startsWith("CARAMBA_") && !OF_OTHERS.contains(name))
                .filter(name -> !name.equals("REDIS_URL") && !vendorKeys().contains(name))
                .toList();
        var ours = variables()
                .map(Variable::name)
                .filter(name -> name.startsWith("CARAMBA_"))
                .map(name -> name + "=1")
                .toArray(String[]::new);

        assertTrue(ours.length > 5, Arrays.toString(ours));
        assertEquals(List.of(), unknown);
        assertEquals(List.of(), UnknownKeysTest.unknown(ours));
    }

    @Test
    void gives_them_values_that_are_accepted() {
        var values = variables()
                .filter(variable -> variable.name().startsWith("CARAMBA_"))
                .flatMap(variable -> variable.literal().stream().map(value -> variable.name() + "=" + value))
                .toArray(String[]::new);

        assertTrue(values.length > 2, Arrays.toString(values));
        assertTrue(TestConfig.with(values).settings().log().requests().isPresent());
    }

    @Test
    void offers_every_vendor_a_place_for_its_key_and_redis_one_for_its_address() {
        for (var manifest : Manifest.all()) {
            var names = Variable.of(manifest).map(Variable::name).collect(Collectors.toSet());
            if (names.contains("OPENAI_API_KEY")) {
                Stream.of(BuiltInProvider.values())
                        .filter(builtIn -> !builtIn.local())
                        .map(builtIn -> builtIn.keyVariables().get(0))
                        .forEach(key -> assertTrue(names.contains(key), () -> manifest + " lacks " + key));
                assertTrue(names.contains("REDIS_URL"), manifest::toString);
            }
        }
    }

    @Test
    void keeps_secrets_out() {
        var told = variables()
                .filter(variable -> SECRET.matcher(variable.name()).matches())
                .filter(variable -> variable.literal().isPresent())
                .filter(variable -> !variable.literal().get().equals("redis://valkey:6379"))
                .toList();

        assertEquals(List.of(), told);
    }

    @Test
    void lets_caramba_end_a_call_before_the_platform_does() {
        int limits = 0;
        for (var manifest : Manifest.all()) {
            long deadline = deadline(manifest).toSeconds();
            for (var place :
                    List.of("/spec/template/spec/timeoutSeconds", "/spec/template/spec/responseStartTimeoutSeconds")) {
                var limit = manifest.document().at(place);
                if (!limit.isMissingNode()) {
                    limits++;
                    assertTrue(limit.asLong() > deadline, () -> manifest + " " + place + ": " + limit);
                }
            }
        }
        assertEquals(4, limits);
    }

    @Test
    void gives_every_instance_more_time_than_it_takes_to_stop() {
        int grants = 0;
        for (var manifest : Manifest.all()) {
            long stopping = seconds(manifest, "QUARKUS_SHUTDOWN_DELAY", "0s")
                    + seconds(manifest, "QUARKUS_SHUTDOWN_TIMEOUT", "8s");
            var spec = manifest.document().at("/spec/template/spec");
            var pod = spec.path("terminationGracePeriodSeconds");
            if (!pod.isMissingNode()) {
                grants++;
                long before =
                        spec.at("/containers/0/lifecycle/preStop/sleep/seconds").asLong();
                assertTrue(pod.asLong() > before + stopping, () -> manifest + ": " + pod);
            }
            var compose = manifest.document().at("/services/caramba");
            if (!compose.isMissingNode()) {
                grants++;
                var grace =
                        DurationFormat.read(compose.path("stop_grace_period").asText("10s"));
                assertTrue(grace.orElseThrow().toSeconds() > stopping, () -> manifest + ": " + grace);
            }
        }
        assertTrue(grants >= 3, "" + grants);
    }

    private static long seconds(Manifest manifest, String variable, String otherwise) {
        var value = Variable.of(manifest)
                .filter(set -> set.name().equals(variable))
                .flatMap(set -> set.literal().stream())
                .findFirst()
                .orElse(otherwise);
        return DurationFormat.read(value).orElseThrow().toSeconds();
    }

    /** What the manifest sets, else the default. */
    private static Duration deadline(Manifest manifest) {
        var set = Variable.of(manifest)
                .filter(variable -> variable.name().equals("CARAMBA_BALANCER_DEADLINE"))
                .flatMap(variable -> variable.literal().stream())
                .map(value -> "CARAMBA_BALANCER_DEADLINE=" + value)
                .toArray(String[]::new);
        return TestConfig.with(set).settings().balancer().deadline();
    }

    private static Stream<Variable> variables() {
        return Manifest.all().stream().flatMap(Variable::of);
    }

    private static Set<String> vendorKeys() {
        return Stream.of(BuiltInProvider.values())
                .flatMap(builtIn -> builtIn.keyVariables().stream())
                .collect(Collectors.toSet());
    }
}
