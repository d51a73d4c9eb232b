package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.config.UnknownKeys;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is laid beside the template for AWS Lambda, and what its documentation says. */
class LambdaConfigurationTest {

    private static final Path FOLDER = Manifest.TEMPLATE.resolveSibling("config");

    @Test
    void the_examples_of_the_file_are_keys_that_there_are() throws IOException {
        var keys = new Properties();
        keys.load(new StringReader(
                Files.readString(FOLDER.resolve("caramba.properties")).replaceAll("(?m)^#(?! )", "")));

        assertTrue(keys.size() > 2, keys::toString);
        assertEquals(
                List.of(),
                UnknownKeys.among(keys.stringPropertyNames(), name -> Optional.ofNullable(keys.getProperty(name))));
    }

    @Test
    void the_file_is_where_functions_read_it() {
        var template = Manifest.only(Manifest.TEMPLATE);

        assertEquals(
                "config",
                template.at("/Resources/Configuration/Properties/ContentUri").asText());
        assertEquals(
                "/opt/caramba.properties",
                template.at("/Globals/Function/Environment/Variables/QUARKUS_CONFIG_LOCATIONS")
                        .asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/lambda/template.yaml", "docs/deployment.md"})
    void the_secret_is_made_with_every_name_that_is_read(Path file) throws IOException {
        assertEquals(new TreeSet<>(LambdaSecret.NAMES), LambdaSecret.namesIn(Files.readString(file)));
    }
}
