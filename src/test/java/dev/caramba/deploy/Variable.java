package dev.caramba.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An environment variable that a manifest sets for Caramba.
 *
 * @param literal its value, where it stands in the manifest and is no reference to something else
 */
public record Variable(String name, Optional<String> literal) {

    /** Those of a manifest, of whatever kind it is. */
    public static Stream<Variable> of(Manifest manifest) {
        var document = manifest.document();
        var ofContainers = manifest.containers()
                .flatMap(container -> container.findValues("env").stream())
                .flatMap(list -> list.findParents("name").stream())
                .filter(variable -> variable.has("value") || variable.has("valueFrom"))
                .map(variable -> variable(variable.path("name").asText(), variable.path("value")));
        var ofFunctions = document.findValues("Variables").stream().flatMap(Variable::fields);
        var ofMap = manifest.kind().equals("ConfigMap") ? variables(document.path("data")) : Stream.<Variable>of();
        return Stream.of(ofContainers, ofFunctions, fields(document.at("/services/caramba/environment")), ofMap)
                .flatMap(variables -> variables);
    }

    /** Of a map that may hold files too. */
    private static Stream<Variable> variables(JsonNode map) {
        return fields(map).filter(variable -> !variable.name().contains("."));
    }

    private static Stream<Variable> fields(JsonNode variables) {
        return variables.properties().stream().map(field -> variable(field.getKey(), field.getValue()));
    }

    private static Variable variable(String name, JsonNode value) {
        var literal = value.isValueNode() && !value.asText().contains("${");
        return new Variable(name, literal ? Optional.of(value.asText()) : Optional.empty());
    }
}
