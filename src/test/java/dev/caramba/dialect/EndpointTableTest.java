package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.AskedEndpoint.Way;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.testing.OpenApiDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The documentation says which endpoint asks which type of provider in which way, and it is so. */
class EndpointTableTest {

    private static final Path PAGE = Path.of("docs/endpoints.md");
    private static final Pattern PATH = Pattern.compile("`POST ([^`]*)`");
    private static final Endpoint SERVER = new Endpoint("http://p", Optional.empty(), Map.of());

    private static final Dialects REGISTRY = new Dialects(List.of());
    private static final List<Dialect> DIALECTS = REGISTRY.names().stream()
            .map(name -> REGISTRY.named(name).orElseThrow())
            .toList();

    @Test
    void the_committed_page_is_what_the_dialects_say() throws IOException {
        var told = new EndpointTablePage(DIALECTS).text();
        if (Boolean.getBoolean("endpoints.write")) {
            Files.writeString(PAGE, told);
        }
        assertEquals(
                told,
                Files.readString(PAGE),
                PAGE + " is not what it should be: run this test with -Dendpoints.write=true and commit the page");
    }

    /** What a dialect says of itself is what it does with a field that nobody knows. */
    @TestFactory
    Stream<DynamicTest> a_format_is_passed_on_where_a_dialect_says_so() {
        return Stream.of(
                        AskedEndpoint.CHAT,
                        AskedEndpoint.MESSAGES,
                        AskedEndpoint.RESPONSES,
                        AskedEndpoint.COMPLETIONS,
                        AskedEndpoint.EMBEDDINGS)
                .flatMap(endpoint -> DIALECTS.stream()
                        .map(dialect -> DynamicTest.dynamicTest(
                                endpoint + " " + dialect.name(),
                                () -> assertEquals(
                                        dialect.passesOn(endpoint.format(), SERVER),
                                        endpoint.asks(dialect) == Way.NATIVE))));
    }

    /** Every answer that a provider gives is asked for at one of these endpoints. */
    @Test
    void every_endpoint_is_in_the_table() {
        var shown = Arrays.stream(AskedEndpoint.values())
                .flatMap(endpoint -> PATH.matcher(endpoint.words()).results())
                .map(MatchResult::group)
                .map(path -> path.replaceAll("`POST |`", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        var served = new TreeSet<String>();
        OpenApiDocument.read().json().path("paths").properties().forEach(path -> {
            var post = path.getValue().path("post");
            if (post.has("requestBody") && !path.getKey().equals("/")) {
                served.add(path.getKey());
            }
        });

        assertEquals(served, shown);
        assertTrue(shown.contains("/v1/completions"));
    }
}
