package dev.caramba.deploy;

import static dev.caramba.deploy.LambdaTemplate.VARIABLES;
import static dev.caramba.deploy.LambdaTemplate.functions;
import static dev.caramba.deploy.LambdaTemplate.resources;
import static dev.caramba.deploy.LambdaTemplate.strings;
import static dev.caramba.deploy.LambdaTemplate.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.funqy.Funq;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a schema does not say of the template for AWS Lambda: what it deploys, by its parameters. */
class LambdaTemplateTest {

    private static final JsonNode TEMPLATE = LambdaTemplate.TEMPLATE;
    private static final Map<String, String> ON_JVM = Map.of("Artifact", "jvm");

    @Test
    void each_function_of_the_product_is_deployed_and_chosen_by_one_variable() {
        var chosen = variable(Map.of(), "CARAMBA_LAMBDA_FUNCTION");
        var names = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.caramba.function").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Funq.class))
                        .map(method -> method.getAnnotationOfType(Funq.class).value())
                        .collect(Collectors.toSet());

        assertTrue(names.contains("generate"), names::toString);
        assertTrue(chosen.containsAll(names), chosen::toString);
        assertTrue(variable(Map.of(), "QUARKUS_FUNQY_EXPORT").isEmpty());
    }

    @Test
    void each_function_of_the_zip_has_its_handler() {
        var handlers = functions(Map.of()).values().stream()
                .filter(function -> function.path("CodeUri").asText().endsWith("function.zip"))
                .map(function -> function.path("Handler").asText())
                .collect(Collectors.toSet());

        assertEquals(Set.of("dev.caramba.lambda.LambdaHandler::handleRequest"), handlers);
        assertTrue(Files.exists(Path.of("src/lambda/java/dev/caramba/lambda/LambdaHandler.java")));
    }

    @Test
    void native_is_the_default_and_has_nothing_of_the_jvm() {
        functions(Map.of()).forEach((name, function) -> {
            assertEquals("provided.al2023", function.path("Runtime").asText(), name);
            assertEquals("[\"arm64\"]", function.path("Architectures").toString(), name);
            assertFalse(function.has("SnapStart"), name);
            assertFalse(function.at(VARIABLES).has("JAVA_TOOL_OPTIONS"), name);
        });
        var http = functions(Map.of()).get("HttpFunction");
        assertEquals("bootstrap", http.path("Handler").asText());
        assertFalse(http.at(VARIABLES).has("AWS_LAMBDA_EXEC_WRAPPER"));
    }

    @Test
    void on_the_jvm_functions_start_from_a_snapshot_and_http_from_its_script() {
        functions(ON_JVM).forEach((name, function) -> {
            assertEquals("java21", function.path("Runtime").asText(), name);
            assertEquals(!name.equals("HttpFunction"), function.has("SnapStart"), name);
            assertTrue(function.at(VARIABLES).has("JAVA_TOOL_OPTIONS"), name);
        });
        var http = functions(ON_JVM).get("HttpFunction");
        assertEquals(
                "/opt/bootstrap",
                http.at(VARIABLES + "/AWS_LAMBDA_EXEC_WRAPPER").asText());
        var script = Manifest.TEMPLATE.resolveSibling(http.path("Handler").asText());
        assertTrue(script.toFile().canExecute(), script::toString);
    }

    @Test
    void the_web_adapter_is_that_of_the_processor_and_behind_the_configuration() {
        assertEquals("LambdaAdapterLayerArm64", adapter(Map.of()));
        assertEquals("LambdaAdapterLayerX86", adapter(Map.of("Architecture", "x86_64")));
        var http = functions(Map.of()).get("HttpFunction");
        assertEquals(2, http.path("Layers").size());
        assertEquals("RESPONSE_STREAM", http.at("/FunctionUrlConfig/InvokeMode").asText());
        assertEquals(
                "response_stream", http.at(VARIABLES + "/AWS_LWA_INVOKE_MODE").asText());
        assertEquals(http.at(VARIABLES + "/AWS_LWA_PORT"), http.at(VARIABLES + "/QUARKUS_HTTP_PORT"));
    }

    /** A version keeps the variables that it was published with: what is native is called without one. */
    @Test
    void only_on_the_jvm_a_version_is_called_and_each_revision_publishes_one() {
        var onJvm = Map.of("Artifact", "jvm", "Revision", "7");

        assertTrue(called(Map.of()).endsWith(":BatchFunction"), called(Map.of()));
        assertTrue(called(onJvm).endsWith(":BatchAlias"), called(onJvm));
        for (var name : List.of("Generate", "Batch", "Providers")) {
            var version = resources(onJvm).get(name + "Version").path("Properties");
            assertTrue(version.path("FunctionName").asText().endsWith(":" + name + "Function"), version::toString);
            assertEquals("7", version.path("Description").asText());
            assertFalse(resources(Map.of()).containsKey(name + "Version"));
        }
    }

    @Test
    void nothing_is_reserved_until_somebody_says_so() {
        var reserved = Map.of("GenerateReservedConcurrency", "20", "HttpReservedConcurrency", "50");

        functions(Map.of())
                .forEach((name, function) -> assertFalse(function.has("ReservedConcurrentExecutions"), name));
        assertEquals(20, reserved(reserved, "GenerateFunction"));
        assertEquals(50, reserved(reserved, "HttpFunction"));
    }

    @Test
    void a_call_ends_before_its_function_and_a_message_comes_back_after_it() {
        var deadlines = strings(TEMPLATE.at("/Parameters/Deadline/AllowedValues"));
        assertTrue(
                deadlines.contains(TEMPLATE.at("/Parameters/Deadline/Default").asText()));
        for (var deadline : deadlines) {
            var parameters = Map.of("Deadline", deadline);
            var resources = resources(parameters);
            var limit = Integer.parseInt(deadline.replace("s", ""));
            var batch = functions(parameters).get("BatchFunction");
            var timeout = batch.path("Timeout").asInt();
            var alarm =
                    resources.get("DurationAlarm").at("/Properties/Threshold").asInt();

            assertEquals(Set.of(deadline), variable(parameters, "CARAMBA_BALANCER_DEADLINE"));
            assertTrue(timeout > limit && timeout <= 900, deadline);
            assertTrue(
                    resources
                                    .get("Requests")
                                    .at("/Properties/VisibilityTimeout")
                                    .asInt()
                            >= 6 * timeout,
                    deadline);
            assertTrue(alarm > 800 * timeout && alarm < 1000 * timeout, deadline);
        }
    }

    @Test
    void a_queue_gives_up_in_the_end() {
        var queue = resources(Map.of()).get("Requests").path("Properties");
        var mapping = resources(Map.of()).get("BatchRequests").path("Properties");

        assertTrue(mapping.path("EventSourceArn").asText().endsWith(":Requests"));
        assertTrue(queue.at("/RedrivePolicy/deadLetterTargetArn").asText().endsWith(":DeadLetters"));
        assertEquals(
                "[\"ReportBatchItemFailures\"]",
                mapping.path("FunctionResponseTypes").toString());
    }

    @Test
    void a_route_prices_and_budgets_are_parameters() {
        var parameters = Map.of(
                "RouteTargets", "openai,anthropic",
                "RouteFallbacks", "google",
                "Strategy", "priority",
                "Prices", "openai/gpt-4o-mini=0.15:0.6",
                "BudgetPerDay", "5",
                "BudgetPerMonth", "99.5");

        assertEquals(Set.of("openai,anthropic"), variable(parameters, "CARAMBA_ROUTES_MAIN_TARGETS"));
        assertEquals(Set.of("google"), variable(parameters, "CARAMBA_ROUTES_MAIN_FALLBACKS"));
        assertEquals(Set.of("priority"), variable(parameters, "CARAMBA_BALANCER_STRATEGY"));
        assertEquals(Set.of("openai/gpt-4o-mini=0.15:0.6"), variable(parameters, "CARAMBA_USAGE_PRICES"));
        for (var caller : List.of("DEFAULT", "LAMBDA")) {
            assertEquals(Set.of("5"), variable(parameters, "CARAMBA_ACCESS_GRANTS_" + caller + "_BUDGET_PER_DAY"));
            assertEquals(Set.of("99.5"), variable(parameters, "CARAMBA_ACCESS_GRANTS_" + caller + "_BUDGET_PER_MONTH"));
        }
    }

    @Test
    void without_them_there_is_neither_route_nor_budget() {
        var set = functions(Map.of()).values().stream()
                .flatMap(
                        function -> function.at(VARIABLES).properties().stream().map(Map.Entry::getKey))
                .filter(name -> name.matches("CARAMBA_ROUTES_.*|.*_BUDGET_.*"))
                .toList();

        assertEquals(List.of(), set);
    }

    @Test
    void keys_come_from_the_secret_or_from_parameters() {
        assertEquals(references("{{resolve:secretsmanager:caramba/providers:SecretString:%s}}"), references(Map.of()));
        assertEquals(
                references("{{resolve:ssm:/caramba/live/%s}}"), references(Map.of("ParameterPath", "/caramba/live")));
    }

    @Test
    void every_parameter_is_described_and_used() {
        var rest = TEMPLATE.<ObjectNode>deepCopy();
        rest.remove("Parameters");
        TEMPLATE.path("Parameters").properties().forEach(parameter -> {
            assertTrue(parameter.getValue().has("Description"), parameter.getKey());
            assertTrue(
                    rest.toString().contains("{\"Ref\":\"" + parameter.getKey() + "\"}")
                            || rest.toString().contains("${" + parameter.getKey() + "}"),
                    parameter.getKey());
        });
    }

    /** What the queue's messages are handed to. */
    private static String called(Map<String, String> parameters) {
        return resources(parameters)
                .get("BatchRequests")
                .at("/Properties/FunctionName")
                .asText();
    }

    private static String adapter(Map<String, String> parameters) {
        return functions(parameters)
                .get("HttpFunction")
                .at("/Layers/1")
                .asText()
                .split(":")[6];
    }

    private static int reserved(Map<String, String> parameters, String function) {
        return functions(parameters)
                .get(function)
                .path("ReservedConcurrentExecutions")
                .asInt();
    }

    private static Map<String, String> references(String form) {
        return LambdaSecret.NAMES.stream().collect(Collectors.toMap(name -> name, form::formatted));
    }

    /** Variables of all functions that are resolved at deployment. */
    private static Map<String, String> references(Map<String, String> parameters) {
        return functions(parameters).get("HttpFunction").at(VARIABLES).properties().stream()
                .filter(variable -> variable.getValue().asText().startsWith("{{resolve:"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, variable -> variable.getValue().asText()));
    }
}
