package dev.caramba.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A SAM template: its functions worked out, its resources held against AWS' schemas. */
final class ServerlessTemplate {

    private static final Set<String> SECTIONS = Set.of(
            "AWSTemplateFormatVersion",
            "Transform",
            "Metadata",
            "Description",
            "Parameters",
            "Rules",
            "Mappings",
            "Conditions",
            "Globals",
            "Resources",
            "Outputs");
    /** What has no default. */
    private static final Map<String, String> NEEDED = Map.of("AccessKeySha256", "0".repeat(64));

    /** The template as it is, and with each of its options. */
    private static final List<Map<String, String>> CHOICES = List.of(
            Map.of(),
            Map.of("Artifact", "jvm", "Architecture", "x86_64", "JavaRuntime", "java25"),
            Map.of("SubnetIds", "subnet-1,subnet-2", "SecurityGroupIds", "sg-1", "XRay", "yes"),
            Map.of("ResultQueue", "yes", "AlarmTopicArn", "arn:aws:sns:eu-central-1:123456789012:alarms"),
            Map.of("ParameterPath", "/caramba/live", "OperatorKeySha256", "1".repeat(64)),
            Map.of("RouteTargets", "openai", "RouteFallbacks", "google", "BudgetPerDay", "5", "BudgetPerMonth", "99.5"),
            Map.of("GenerateReservedConcurrency", "20", "HttpReservedConcurrency", "50", "Deadline", "840s"));

    private ServerlessTemplate() {}

    /** What is wrong, with and without what is an option. */
    static List<String> check(JsonNode template) {
        var wrong = new LinkedHashSet<String>();
        template.fieldNames().forEachRemaining(section -> {
            if (!SECTIONS.contains(section)) {
                wrong.add("no section " + section);
            }
        });
        for (var parameters : CHOICES) {
            resources(template, parameters)
                    .forEach((name, resource) -> Schemas.against(
                                    "aws/" + resource.path("Type").asText().replace("::", "-") + ".json",
                                    resource.path("Properties"))
                            .forEach(message -> wrong.add(name + " " + message)));
            made(template, parameters, "Outputs");
        }
        return List.copyOf(wrong);
    }

    /** The resources as they are deployed with these parameters, the globals in each function. */
    static Map<String, JsonNode> resources(JsonNode template, Map<String, String> parameters) {
        return made(withGlobals(template), parameters, "Resources");
    }

    /** Resources or outputs that there are with these parameters, their functions worked out. */
    private static Map<String, JsonNode> made(JsonNode template, Map<String, String> parameters, String section) {
        var values = new CloudFormation(template, with(parameters));
        var all = new TreeMap<String, JsonNode>();
        template.path(section).properties().forEach(one -> {
            if (values.isMade(one.getValue())) {
                all.put(one.getKey(), values.resolve(one.getValue()).orElseThrow());
            }
        });
        return all;
    }

    private static JsonNode withGlobals(JsonNode template) {
        var merged = template.deepCopy();
        merged.path("Resources").forEach(resource -> {
            if (resource.path("Type").asText().equals("AWS::Serverless::Function")) {
                merge((ObjectNode) resource.path("Properties"), template.at("/Globals/Function"));
            }
        });
        return merged;
    }

    private static Map<String, String> with(Map<String, String> parameters) {
        var all = new HashMap<>(NEEDED);
        all.putAll(parameters);
        return all;
    }

    private static void merge(ObjectNode own, JsonNode globals) {
        globals.properties().forEach(global -> {
            if (own.get(global.getKey()) instanceof ObjectNode nested && !isFunction(nested)) {
                merge(nested, global.getValue());
            } else if (own.get(global.getKey()) instanceof ArrayNode list) {
                own.set(global.getKey(), global.getValue().<ArrayNode>deepCopy().addAll(list));
            } else if (!own.has(global.getKey())) {
                own.set(global.getKey(), global.getValue().deepCopy());
            }
        });
    }

    /** Whether it stands for a value, so that nothing is merged into it. */
    private static boolean isFunction(ObjectNode node) {
        return node.size() == 1 && node.fieldNames().next().matches("Ref|Fn::.+");
    }
}
