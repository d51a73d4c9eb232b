package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.testing.OpenApiDocument;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/openapi.yaml} is a document of OpenAPI 3.1, and whole. */
class OpenApiSchemaTest {

    private static final String SCHEMA = "openapi.json";

    private final JsonNode document = OpenApiDocument.read().json();

    @Test
    void is_valid() {
        assertEquals(List.of(), Schemas.against(SCHEMA, document));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/paths/~1generate",
                "/paths/~1generate/post",
                "/paths/~1generate/post/responses/200",
                "/components",
                "/components/parameters/timeout"
            })
    void would_not_be_with_a_field_that_there_is_not(String place) {
        JsonNode copy = document.deepCopy();
        ((ObjectNode) copy.at(place)).put("noSuchField", "x");

        assertFalse(Schemas.against(SCHEMA, copy).isEmpty());
    }

    @Test
    void everything_that_is_referred_to_is_there_and_nothing_else() {
        var referred = document.findValuesAsText("$ref").stream().collect(Collectors.toCollection(TreeSet::new));
        var there = new TreeSet<String>();
        document.path("components").properties().stream()
                .filter(kind -> !kind.getKey().equals("securitySchemes"))
                .forEach(kind -> kind.getValue()
                        .fieldNames()
                        .forEachRemaining(name -> there.add("#/components/" + kind.getKey() + "/" + name)));

        assertEquals(there, referred);
    }

    @Test
    void every_parameter_of_a_path_is_described() {
        document.path("paths").properties().forEach(path -> {
            var named =
                    path.getKey().contains("{") ? Set.of(path.getKey().replaceAll(".*\\{|}.*", "")) : Set.<String>of();
            var described = new HashSet<String>();
            path.getValue().path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals("path")) {
                    described.add(parameter.path("name").asText());
                }
            });
            assertEquals(named, described, path.getKey());
        });
    }

    @Test
    void no_operation_has_the_id_of_another() {
        var ids = document.path("paths").findValuesAsText("operationId");

        assertEquals(ids.size(), new HashSet<>(ids).size());
    }
}
