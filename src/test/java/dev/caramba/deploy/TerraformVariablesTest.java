package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.config.UnknownKeysTest;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the modules for Terraform configure is what there is to configure. */
class TerraformVariablesTest {

    private static final Pattern VARIABLE = Pattern.compile("\\bCARAMBA_[A-Z0-9_]+(?:\\$\\{[^}]+}[A-Z0-9_]*)?");

    @Test
    void they_set_only_variables_that_there_are() {
        var names = files().flatMap(file -> VARIABLE.matcher(Release.read(file)).results())
                .map(found -> found.group().replaceAll("\\$\\{[^}]+}", "NAME"))
                .distinct()
                .toList();

        assertTrue(names.contains("CARAMBA_ROUTES_NAME_TARGETS"), names::toString);
        assertEquals(
                List.of(),
                UnknownKeysTest.unknown(names.stream().map(name -> name + "=1").toArray(String[]::new)));
    }

    @Test
    void they_name_the_native_image_of_the_release() {
        var image = Release.read(Path.of("deploy/terraform/cloud-run/variables.tf"));

        assertTrue(image.contains('"' + Release.REPOSITORY + ":" + Release.version() + '"'));
    }

    private static Stream<Path> files() {
        return Manifest.files(Path.of("deploy/terraform"))
                .filter(file -> file.toString().endsWith(".tf"));
    }
}
