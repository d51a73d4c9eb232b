package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.caramba.surface.SurfaceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The matrix of surfaces and features has a cell for everything there is, and the documentation tells what it says. */
class SurfaceFeaturesTest {

    private static final Path PAGE = Path.of("docs/features.md");

    @Test
    void every_surface_of_the_product_is_in_the_matrix() {
        var surfaces = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.caramba.surface")
                        .stream()
                        .filter(type -> type.isAssignableTo(SurfaceRequest.class) && !type.isInterface())
                        .map(JavaClass::getPackageName)
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .collect(Collectors.toCollection(TreeSet::new));
        surfaces.add("generate"); // a function

        assertEquals(surfaces, names(form -> true));
    }

    @Test
    void every_surface_is_asked_whole_and_streamed() {
        assertEquals(names(form -> true), names(form -> !form.streams()));
        var streamed = names(form -> true);
        streamed.removeAll(Set.of("embeddings", "generate"));
        assertEquals(streamed, names(AskedForm::streams));
    }

    @Test
    void the_committed_page_is_what_the_matrix_tells() throws IOException {
        var told = SurfaceFeaturesPage.text();
        if (Boolean.getBoolean("features.write")) {
            Files.writeString(PAGE, told);
        }
        assertEquals(
                told,
                Files.readString(PAGE),
                PAGE + " is not what it should be: run this test with -Dfeatures.write=true and commit the page");
    }

    private static Set<String> names(Predicate<AskedForm> which) {
        return Arrays.stream(AskedForm.values())
                .filter(which)
                .map(form -> form.surface().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
