package dev.caramba.dialect.error;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** The error messages of many servers in {@code src/test/resources/wording}. */
final class Wordings {

    private Wordings() {}

    /** The messages of one file. */
    static Stream<String> of(String file) {
        try (var in = Wordings.class.getResourceAsStream("/wording/" + file)) {
            var wordings = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(line.indexOf(" | ") + 3).replace("\\n", "\n"))
                    .toList();
            assertTrue(wordings.size() > 50, file);
            return wordings.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
