package dev.caramba.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.ProviderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference page of the function names every field, and no field that there is not. */
class GenerateDocumentTest {

    /** Any value of these is accepted. */
    private static final Set<String> OF_ANY_TYPE = Set.of("metadata", "reasoningEffort");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

    @ParameterizedTest
    @MethodSource("named")
    void every_field_that_is_named_is_read(String field) throws Exception {
        var body = Json.object().put(field, -1.5);
        if (!field.equals("messages") && !field.equals("prompt")) {
            body.put("prompt", "Hi");
        }
        switch (field) {
            case "temperature", "topP" -> body.put(field, "x");
            default -> {
                // a number of this kind is right for no other field
            }
        }

        var fault = assertThrows(ProviderException.class, () -> RequestReader.generate(body))
                .failure();

        assertEquals(Optional.of(field), fault.param());
    }

    @Test
    void every_field_that_is_read_is_named() throws Exception {
        var page = Files.readString(Path.of("docs/generate.md"));

        PassedOnParams.KNOWN.stream()
                .filter(name -> !name.contains("_") && !name.equals("stream"))
                .filter(name -> !name.equals("maxCompletionTokens"))
                .forEach(name -> assertTrue(page.contains("| `" + name + "` |"), name));
    }

    static Stream<String> named() throws Exception {
        var page = Files.readString(Path.of("docs/generate.md"));
        var request = page.substring(0, page.indexOf("### Messages"));
        return ROW.matcher(request).results().map(row -> row.group(1)).filter(name -> !OF_ANY_TYPE.contains(name));
    }
}
