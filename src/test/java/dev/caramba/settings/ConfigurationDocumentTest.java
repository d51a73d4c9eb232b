package dev.caramba.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.config.UnknownKeysTest;
import dev.caramba.config.entry.BuiltInProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfigurationDocumentTest {

    private static final Pattern KEY = Pattern.compile("`(caramba\\.[a-z*.-]+)`");
    private static final Pattern VARIABLE = Pattern.compile("\\bCARAMBA_[A-Z_]+[A-Z]");

    @Test
    void has_a_row_for_each_key_with_its_variable_and_default() {
        var document = document();

        ConfigTree.keys().forEach((key, otherwise) -> {
            var row = "| `" + key + "` | `" + ConfigTree.variable(key) + "` |"
                    + otherwise.map(value -> " `" + value + "` |").orElse("");
            assertTrue(document.contains(row), () -> "docs/configuration.md has no row that begins with " + row);
        });
    }

    @Test
    void names_no_key_that_there_is_not() {
        var named = KEY.matcher(document())
                .results()
                .map(result -> result.group(1))
                .filter(key -> !key.endsWith("."))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(ConfigTree.keys().keySet(), named);
    }

    @Test
    void names_the_variables_addresses_and_models_of_the_built_in_entries() {
        var document = document();

        for (var builtIn : BuiltInProvider.values()) {
            var variables = builtIn.local() ? Set.of(builtIn.hostVariable()) : Set.copyOf(builtIn.keyVariables());
            variables.forEach(variable -> assertTrue(document.contains("`" + variable + "`"), variable));
            assertTrue(document.contains("`" + builtIn.baseUrl() + "`"), builtIn.baseUrl());
            assertTrue(document.contains("`" + builtIn.model() + "`"), builtIn.model());
            builtIn.aliases().keySet().forEach(alias -> assertTrue(document.contains("`" + alias + "`"), alias));
        }
    }

    @Test
    void the_example_sets_only_what_there_is() throws IOException {
        var entries = VARIABLE.matcher(Files.readString(Path.of(".env.example")))
                .results()
                .map(MatchResult::group)
                .map(variable -> variable + "=1")
                .toArray(String[]::new);

        assertTrue(entries.length > 0, Arrays.toString(entries));
        assertEquals(List.of(), UnknownKeysTest.unknown(entries));
    }

    private static String document() {
        try {
            return Files.readString(Path.of("docs/configuration.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
