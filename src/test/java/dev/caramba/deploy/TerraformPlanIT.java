package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What the modules for Terraform make, by their variables. Runs where Go and its modules are present. */
@EnabledIf("dev.caramba.deploy.TerraformTools#arePresent")
class TerraformPlanIT {

    private static final String LAMBDA = "lambda";
    private static final String CLOUD_RUN = "cloud-run";

    @TempDir
    private static Path folder;

    private static Terraform terraform;

    @BeforeAll
    static void providers_are_installed() throws Exception {
        terraform = Terraform.copiedTo(folder);
        for (var module : List.of(LAMBDA, CLOUD_RUN)) {
            var run = terraform.validate(module);
            assertEquals(0, run.exit(), run.printed());
        }
    }

    @Test
    void functions_are_native_on_arm_and_reserve_nothing_by_default() throws Exception {
        var planned = planned(LAMBDA, TerraformInputs.lambda(""));

        for (var name : List.of("generate", "batch", "providers")) {
            var function = planned.path("aws_lambda_function.this[\"" + name + "\"]");
            assertEquals("provided.al2023", function.path("runtime").asText());
            assertEquals("[\"arm64\"]", function.path("architectures").toString());
            assertEquals("[]", function.path("snap_start").toString());
            assertEquals(-1, function.path("reserved_concurrent_executions").asInt());
            assertEquals(
                    name,
                    variables(planned, name).path("CARAMBA_LAMBDA_FUNCTION").asText());
            assertEquals("sk-1", variables(planned, name).path("OPENAI_API_KEY").asText());
            assertFalse(variables(planned, name).has("COHERE_API_KEY"));
            assertFalse(variables(planned, name).has("JAVA_TOOL_OPTIONS"));
        }
        assertFalse(planned.toString().contains("aws_lambda_function_url"));
        assertEquals(
                780,
                planned.at("/aws_sqs_queue.requests/visibility_timeout_seconds").asInt());
    }

    @Test
    void everything_that_is_an_option_is_planned() throws Exception {
        var planned = planned(LAMBDA, TerraformInputs.WITH_ALL.get(LAMBDA));
        var http = planned.path("aws_lambda_function.this[\"http\"]");
        var variables = variables(planned, "http");

        assertEquals("run.sh", http.path("handler").asText());
        assertEquals("/opt/bootstrap", variables.path("AWS_LAMBDA_EXEC_WRAPPER").asText());
        assertEquals(
                "[\"arn:aws:lambda:eu-central-1:753240598075:layer:LambdaAdapterLayerX86:27\"]",
                http.path("layers").toString());
        assertEquals(50, http.path("reserved_concurrent_executions").asInt());
        assertEquals(
                "openai,anthropic",
                variables.path("CARAMBA_ROUTES_FAST_TARGETS").asText());
        assertEquals("google", variables.path("CARAMBA_ROUTES_FAST_FALLBACKS").asText());
        assertEquals(
                "openai/gpt-4o-mini=0.15:0.6",
                variables.path("CARAMBA_USAGE_PRICES").asText());
        assertEquals(
                "2.5",
                variables.path("CARAMBA_ACCESS_GRANTS_DEFAULT_BUDGET_PER_DAY").asText());
        assertEquals(
                "2.5",
                variables(planned, "batch")
                        .path("CARAMBA_ACCESS_GRANTS_LAMBDA_BUDGET_PER_DAY")
                        .asText());
        assertEquals("shared", variables.path("CARAMBA_CACHE_SCOPE").asText());
        assertEquals(310, http.path("timeout").asInt());
        assertEquals("300s", variables.path("CARAMBA_BALANCER_DEADLINE").asText());
        assertEquals(
                "PublishedVersions",
                planned.path("aws_lambda_function.this[\"batch\"]")
                        .at("/snap_start/0/apply_on")
                        .asText());
        assertEquals(
                "RESPONSE_STREAM",
                planned.path("aws_lambda_function_url.http[0]")
                        .path("invoke_mode")
                        .asText());
        assertTrue(planned.path("aws_lambda_permission.through_url[0]")
                .path("invoked_via_function_url")
                .asBoolean());
        assertTrue(planned.has("aws_sqs_queue.results[0]"));
    }

    @Test
    void alarms_are_those_of_the_template() throws Exception {
        var planned = planned(LAMBDA, TerraformInputs.lambda(""));
        var metrics = Stream.of("errors", "throttles", "duration")
                .map(kind -> planned.path("aws_cloudwatch_metric_alarm." + kind + "[\"batch\"]"))
                .map(alarm -> alarm.path("metric_name").asText())
                .collect(Collectors.toSet());

        assertEquals(Set.of("Errors", "Throttles", "Duration"), metrics);
        assertTrue(planned.has("aws_cloudwatch_metric_alarm.dead_letters"));
        assertTrue(planned.has("aws_cloudwatch_metric_alarm.queue_age"));
    }

    @Test
    void a_package_is_a_file_or_an_object() throws Exception {
        Files.writeString(terraform.file("lambda/function.zip"), "a zip");
        var planned = planned(LAMBDA, "{\"function_package\": {\"path\": \"function.zip\"}}");
        var function = planned.path("aws_lambda_function.this[\"generate\"]");

        assertEquals("function.zip", function.path("filename").asText());
        assertEquals(44, function.path("source_code_hash").asText().length());
        refused(
                "\"http_package\": {\"path\": \"http.zip\", \"bucket\": \"b\", \"key\": \"k\"}",
                "Either path, or bucket and key.");
    }

    @Test
    void wrong_values_are_refused() throws Exception {
        refused("\"artifact\": \"docker\"", "native or jvm.");
        refused("\"deadline_seconds\": 900", "From 10 to 880.");
        refused("\"routes\": {\"Fast Lane\": {\"targets\": [\"openai\"]}}", "Names are small letters and digits");
        refused("\"prices\": {\"openai/gpt-4o-mini\": \"cheap\"}", "input:output or input:cached:output.");
        refused("\"reserved_concurrency\": {\"http\": 0}", "numbers above 0.");
        refused("\"http_package\": {\"path\": \"function.zip\"}", "http_package needs access_key_sha256");
        refused("\"subnet_ids\": [\"subnet-1\"]", "subnet_ids need security_group_ids.");
    }

    @Test
    void cloud_run_serves_the_image_of_the_release_with_secrets_and_probes() throws Exception {
        var template = planned(CLOUD_RUN, TerraformInputs.WITH_ALL.get(CLOUD_RUN))
                .path("google_cloud_run_v2_service.this")
                .at("/template/0");
        var container = template.at("/containers/0");
        var environment = container.path("env");

        assertEquals(
                "europe-west3-docker.pkg.dev/p/caramba-ghcr/caramba-dev/caramba:" + Release.version(),
                container.path("image").asText());
        assertEquals(
                "/q/health/ready",
                container.at("/startup_probe/0/http_get/0/path").asText());
        assertEquals(
                "/q/health/live",
                container.at("/liveness_probe/0/http_get/0/path").asText());
        assertEquals("PRIVATE_RANGES_ONLY", template.at("/vpc_access/0/egress").asText());
        assertEquals("3595s", template.path("timeout").asText());
        assertTrue(
                environment.toString().contains("{\"secret\":\"openai\",\"version\":\"latest\"}"),
                environment::toString);
        assertEquals("9", named(environment, "CARAMBA_ACCESS_GRANTS_TEAM_BUDGET_PER_MONTH"));
        assertEquals("true", named(environment, "CARAMBA_ACCESS_GRANTS_TEAM_ADMIN"));
        assertEquals("3580s", named(environment, "CARAMBA_BALANCER_STREAM_DEADLINE"));
    }

    @Test
    void cloud_run_takes_an_image_as_it_is_without_a_remote_repository() throws Exception {
        var all = TerraformInputs.WITH_ALL.get(CLOUD_RUN);
        var planned = planned(CLOUD_RUN, all.replaceFirst("\\{", "{\"remote_repository\": false, "));

        assertEquals(
                Release.REPOSITORY + ":" + Release.version(),
                planned.path("google_cloud_run_v2_service.this")
                        .at("/template/0/containers/0/image")
                        .asText());
        assertFalse(planned.toString().contains("google_artifact_registry_repository"));
    }

    private static String named(JsonNode environment, String name) {
        for (var variable : environment) {
            if (variable.path("name").asText().equals(name)) {
                return variable.path("value").asText();
            }
        }
        throw new AssertionError(name + " is not in " + environment);
    }

    private static void refused(String variable, String words) throws Exception {
        var run = terraform.plan(LAMBDA, TerraformInputs.lambda(", " + variable));

        assertNotEquals(0, run.exit(), variable);
        assertTrue(run.printed().replaceAll("[\\s│]+", " ").contains(words), run::printed);
    }

    private static JsonNode planned(String module, String variables) throws Exception {
        var run = terraform.plan(module, variables);
        assertEquals(0, run.exit(), run.printed());
        return terraform.planned(module);
    }

    private static JsonNode variables(JsonNode planned, String function) {
        return planned.path("aws_lambda_function.this[\"" + function + "\"]").at("/environment/0/variables");
    }
}
