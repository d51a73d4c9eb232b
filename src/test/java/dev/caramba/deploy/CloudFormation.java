package dev.caramba.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Works out a template's functions for given parameters, so that what is left can be held against a schema. */
final class CloudFormation {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
    private static final Map<String, String> PSEUDO =
            Map.of("AWS::Region", "eu-central-1", "AWS::AccountId", "123456789012", "AWS::Partition", "aws");

    private static final String QUEUE = "arn:aws:sqs:eu-central-1:123456789012:%s";
    private static final Map<String, String> ARNS = Map.of(
            "AWS::Serverless::Function", "arn:aws:lambda:eu-central-1:123456789012:function:%s",
            "AWS::Lambda::Alias", "arn:aws:lambda:eu-central-1:123456789012:function:f:%s",
            "AWS::Lambda::Version", "1",
            "AWS::Serverless::LayerVersion", "arn:aws:lambda:eu-central-1:123456789012:layer:%s:1",
            "AWS::IAM::ManagedPolicy", "arn:aws:iam::123456789012:policy/%s",
            "AWS::IAM::Role", "arn:aws:iam::123456789012:role/%s");

    private final JsonNode template;
    private final Map<String, String> parameters;

    CloudFormation(JsonNode template, Map<String, String> parameters) {
        this.template = template;
        this.parameters = parameters;
    }

    /** A node with its functions worked out; nothing where it is {@code AWS::NoValue}. */
    Optional<JsonNode> resolve(JsonNode node) {
        if (node instanceof ArrayNode items) {
            var resolved = JSON.arrayNode();
            items.forEach(item -> resolve(item).ifPresent(resolved::add));
            return Optional.of(resolved);
        }
        if (!(node instanceof ObjectNode object)) {
            return Optional.of(node);
        }
        var name = object.size() == 1 ? object.fieldNames().next() : "";
        return name.equals("Ref") || name.startsWith("Fn::") ? function(name, object.get(name)) : fields(object);
    }

    /** Whether a resource or an output is there with these parameters. */
    boolean isMade(JsonNode conditional) {
        return !conditional.has("Condition")
                || condition(conditional.path("Condition").asText());
    }

    private Optional<JsonNode> fields(ObjectNode object) {
        var resolved = JSON.objectNode();
        object.properties()
                .forEach(field -> resolve(field.getValue()).ifPresent(value -> resolved.set(field.getKey(), value)));
        return Optional.of(resolved);
    }

    private Optional<JsonNode> function(String name, JsonNode value) {
        return switch (name) {
            case "Ref" -> value.asText().equals("AWS::NoValue") ? Optional.empty() : Optional.of(ref(value.asText()));
            case "Fn::Sub" ->
                Optional.of(
                        value.isArray()
                                ? substitute(value.get(0).asText(), value.get(1))
                                : substitute(value.asText(), JSON.objectNode()));
            case "Fn::FindInMap" -> Optional.of(mapped(value));
            case "Fn::GetAtt" -> Optional.of(attribute(value.get(0).asText()));
            case "Fn::If" -> resolve(value.get(condition(value.get(0).asText()) ? 1 : 2));
            default -> throw new AssertionError(name + " is not understood here");
        };
    }

    private JsonNode substitute(String text, JsonNode own) {
        return TextNode.valueOf(VARIABLE.matcher(text).replaceAll(found -> {
            var name = found.group(1);
            var value = own.has(name) ? resolve(own.get(name)).orElseThrow() : ref(name);
            return Matcher.quoteReplacement(value.asText());
        }));
    }

    private JsonNode mapped(JsonNode keys) {
        var node = template.path("Mappings");
        for (var key : keys) {
            node = node.path(text(key));
        }
        if (!node.isValueNode()) {
            throw new AssertionError("there is no mapping " + keys);
        }
        return node;
    }

    private JsonNode ref(String name) {
        if (PSEUDO.containsKey(name)) {
            return TextNode.valueOf(PSEUDO.get(name));
        }
        var parameter = template.path("Parameters").path(name);
        if (parameter.isMissingNode()) {
            return attribute(name);
        }
        var value = Optional.ofNullable(parameters.get(name))
                .or(() -> Optional.ofNullable(parameter.get("Default")).map(JsonNode::asText))
                .orElseThrow(() -> new AssertionError("parameter " + name + " has no value"));
        return switch (parameter.path("Type").asText()) {
            case "Number" -> JSON.numberNode(Long.parseLong(value));
            case "CommaDelimitedList" -> list(value);
            default -> TextNode.valueOf(value);
        };
    }

    private static JsonNode list(String value) {
        var items = JSON.arrayNode();
        for (var item : value.split(",")) {
            items.add(item);
        }
        return items;
    }

    /** Something of a resource; SAM makes one for the URL of a function. */
    private JsonNode attribute(String resource) {
        var resources = template.path("Resources");
        var function = resource.replaceFirst("Url$", "");
        if (!resources.has(resource)
                && !resources.path(function).at("/Properties").has("FunctionUrlConfig")) {
            throw new AssertionError("there is no " + resource);
        }
        if (!isMade(resources.path(resource))) {
            throw new AssertionError(resource + " is not made by these parameters");
        }
        var type = resources.path(resource).path("Type").asText();
        return TextNode.valueOf(ARNS.getOrDefault(type, QUEUE).formatted(resource));
    }

    private boolean condition(String name) {
        var condition = template.path("Conditions").path(name);
        if (condition.isMissingNode()) {
            throw new AssertionError("there is no condition " + name);
        }
        return truth(condition);
    }

    private boolean truth(JsonNode condition) {
        if (condition.has("Fn::Not")) {
            return !truth(condition.get("Fn::Not").get(0));
        }
        if (condition.has("Condition")) {
            return condition(condition.get("Condition").asText());
        }
        if (condition.has("Fn::And")) {
            return StreamSupport.stream(condition.get("Fn::And").spliterator(), false)
                    .allMatch(this::truth);
        }
        var sides = condition.get("Fn::Equals");
        return text(sides.get(0)).equals(text(sides.get(1)));
    }

    private String text(JsonNode node) {
        if (!node.has("Fn::Join")) {
            return resolve(node).orElseThrow().asText();
        }
        var items = resolve(node.get("Fn::Join").get(1)).orElseThrow();
        return String.join(
                node.get("Fn::Join").get(0).asText(),
                StreamSupport.stream(items.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
    }
}
