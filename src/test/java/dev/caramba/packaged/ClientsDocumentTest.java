package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of the clients name the versions that are tried. */
class ClientsDocumentTest {

    private static final Path PAGE = Path.of("docs/clients.md");

    @Test
    void names_the_versions_of_node() throws IOException {
        var json = Json.object(Files.readString(Path.of("src/test/node/package.json")))
                .orElseThrow();
        var versions = json.path("dependencies").properties().stream()
                .filter(dependency -> !dependency.getKey().equals("zod"))
                .map(dependency -> dependency.getValue().asText().replaceAll(".*@", ""));

        namesAll(versions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "openai-agents", "anthropic", "langchain-openai", "pydantic-ai-slim\\[.*\\]"})
    void names_the_versions_of_python(String name) throws IOException {
        namesAll(Stream.of(first(name + "==([0-9.]+)", "src/test/python/requirements.txt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"langchain4j", "openai-java"})
    void names_the_versions_of_java(String name) throws IOException {
        namesAll(Stream.of(first("<" + name + ".version>([0-9.]+)<", "src/test/clients/pom.xml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@anthropic-ai/claude-code", "@openai/codex"})
    void names_the_versions_of_the_agents(String name) throws IOException {
        var version = first("\"" + name + "\": \"([0-9.]+)\"", "src/test/agents/package.json");

        assertTrue(Files.readString(Path.of("docs/agents.md")).contains("Tried with " + version + "."), version);
    }

    private static String first(String pattern, String file) throws IOException {
        var found = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
        assertTrue(found.find(), pattern);
        return found.group(1);
    }

    private static void namesAll(Stream<String> versions) throws IOException {
        var page = Files.readString(PAGE);
        var unnamed = versions.filter(version -> !page.contains(version)).toList();
        assertTrue(unnamed.isEmpty(), unnamed::toString);
    }
}
