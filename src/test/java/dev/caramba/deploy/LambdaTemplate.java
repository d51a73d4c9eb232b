package dev.caramba.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the template for AWS Lambda deploys, by its parameters. */
public final class LambdaTemplate {

    static final JsonNode TEMPLATE = Manifest.only(Manifest.TEMPLATE);
    public static final String VARIABLES = "/Environment/Variables";

    private LambdaTemplate() {}

    /** The values that functions have of a variable. */
    static Set<String> variable(Map<String, String> parameters, String name) {
        return functions(parameters).values().stream()
                .map(function -> function.at(VARIABLES))
                .filter(variables -> variables.has(name))
                .map(variables -> variables.path(name).asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Its functions by name: what each is made of. */
    public static Map<String, JsonNode> functions(Map<String, String> parameters) {
        return resources(parameters).entrySet().stream()
                .filter(resource -> resource.getValue().path("Type").asText().equals("AWS::Serverless::Function"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, resource -> resource.getValue().path("Properties")));
    }

    static Map<String, JsonNode> resources(Map<String, String> parameters) {
        return ServerlessTemplate.resources(TEMPLATE, parameters);
    }

    static List<String> strings(JsonNode list) {
        return list.isArray()
                ? StreamSupport.stream(list.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(list.asText());
    }
}
