package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.deploy.LambdaTemplate;
import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both artifacts with the variables that the template for AWS Lambda gives its functions, and the file beside it. */
class LambdaDeploymentIT {

    private static final String KEY = "team-key";
    private static final Map<String, String> PARAMETERS = Map.of(
            "Artifact", "jvm",
            "AccessKeySha256", KeyedCaller.sha256(KEY),
            "RouteTargets", "mine",
            "Prices", "mine/model-1=1:2",
            "BudgetPerDay", "5",
            "BudgetPerMonth", "99.5");

    private final Upstream upstream = Upstream.start();

    @TempDir
    Path folder;

    @BeforeEach
    void answers() {
        upstream.always(ChatAnswer.of("Two.").withUsage(5, 1).unary());
    }

    @Test
    void a_function_answers_on_the_route_of_a_parameter_with_the_provider_of_the_file() throws Exception {
        try (var function = LambdaProcess.start(variables("GenerateFunction"))) {
            var answer = function.answer("{\"model\":\"main\",\"prompt\":\"How many boats?\"}");

            assertEquals("Two.", answer.path("text").asText());
            assertEquals("mine", answer.path("provider").asText());
        }
    }

    @Test
    void every_function_of_the_zip_starts() throws Exception {
        try (var providers = LambdaProcess.start(variables("ProvidersFunction"));
                var batch = LambdaProcess.start(variables("BatchFunction"))) {
            assertEquals(
                    "mine", providers.answer("{}").at("/providers/0/provider").asText());
            assertEquals(
                    "[]",
                    batch.answer("{\"Records\":[]}").path("batchItemFailures").toString());
        }
    }

    @Test
    void http_answers_whoever_has_the_key() throws Exception {
        try (var http = CarambaProcess.start(variables("HttpFunction"))) {
            var request = "{\"model\":\"main\",\"messages\":[{\"role\":\"user\",\"content\":\"How many boats?\"}]}";

            assertEquals(200, http.get("/q/health/live").statusCode());
            assertEquals(401, http.post("/v1/chat/completions", request).statusCode());
            assertEquals(200, http.get("/v1/models", KEY).statusCode());
            assertEquals(
                    "main",
                    Json.object(http.get("/v1/models", KEY).body())
                            .orElseThrow()
                            .at("/data/1/id")
                            .asText());
        }
    }

    /** Those of a function; keys are as in a secret that has none, and the file lies elsewhere. */
    private Map<String, String> variables(String function) throws Exception {
        var file = Files.writeString(folder.resolve("caramba.properties"), """
                caramba.providers.mine.base-url=%s/v1
                caramba.providers.mine.api-key=sk-1
                caramba.providers.mine.model=model-1
                """.formatted(upstream.baseUrl()));
        var variables = new HashMap<String, String>();
        LambdaTemplate.functions(PARAMETERS)
                .get(function)
                .at(LambdaTemplate.VARIABLES)
                .properties()
                .forEach(variable -> variables.put(
                        variable.getKey(), variable.getValue().asText().replaceFirst("^\\{\\{resolve:.*", "")));
        variables.put("QUARKUS_CONFIG_LOCATIONS", file.toString());
        return variables;
    }
}
