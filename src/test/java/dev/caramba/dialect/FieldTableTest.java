package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.FieldTable.Kind;
import dev.caramba.dialect.FieldTable.Row;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.format.Json;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.request.RequestReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No field of a chat completion is lost in silence, whatever the dialect. */
final class FieldTableTest {

    private static final Path PAGE = Path.of("docs/field-table.md");
    private static final Dialects DIALECTS = new Dialects(List.of());

    /** The model that is asked in each column; a name decides what some dialects send. */
    private static final Map<String, String> MODELS = Map.of(
            "anthropic", "claude-sonnet-4-6",
            "google", "gemini-3.5-flash-lite",
            "cohere", "command-a-03-2025",
            "text-generation", "gpt2",
            "openai", "gpt-5.1");

    /** The fields of a request, a message, a part, a tool and a call in OpenAI's description of the API. */
    private static final Set<String> OF_THE_API = Set.of(
            ("messages audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens"
                            + " metadata modalities n parallel_tool_calls prediction presence_penalty prompt_cache_key"
                            + " prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier"
                            + " stop store stream stream_options temperature tool_choice tools top_logprobs top_p user"
                            + " verbosity web_search_options role content name refusal tool_calls tool_call_id type text"
                            + " image_url url detail file filename file_data file_id input_audio data format function"
                            + " description parameters strict custom grammar syntax definition input arguments allowed_tools"
                            + " mode json_schema schema include_usage reasoning_content reasoning reasoning_details"
                            + " signature cache_control video_url extra_content")
                    .split(" "));

    private final FieldTable table = read();

    @TestFactory
    Stream<DynamicTest> every_field_arrives_or_is_named_or_the_provider_is_passed_over() {
        return table.rows().stream()
                .flatMap(row -> columns()
                        .map(column ->
                                DynamicTest.dynamicTest(row.name() + ", " + column, () -> assertCell(row, column))));
    }

    @Test
    void the_table_has_every_field_of_the_api() {
        var names = new HashSet<String>();
        table.rows().forEach(row -> collectNames(row.fields(), names));
        var missing = new TreeSet<>(OF_THE_API);
        missing.removeAll(names);

        assertEquals(Set.of(), missing);
    }

    @Test
    void the_committed_page_is_what_the_table_tells() throws IOException {
        var told = FieldTablePage.of(table);
        if (Boolean.getBoolean("field-table.write")) {
            Files.writeString(PAGE, told);
        }
        assertEquals(
                told,
                Files.readString(PAGE),
                PAGE + " is not what it should be: run this test with -Dfield-table.write=true and commit the page");
    }

    private static Stream<String> columns() {
        return Stream.of(FieldTable.TRANSLATED, FieldTable.FAMILY, List.of(FieldTable.GENERATE))
                .flatMap(List::stream);
    }

    private static void assertCell(Row row, String column) {
        var cell = row.cell(column);
        var params = params(row.fields(), column);
        if (cell.kind() == Kind.PASSED_OVER) {
            assertTrue(isPassedOver(params, column), "asked");
            return;
        }
        assertTrue(!isPassedOver(params, column), "passed over");
        var encoded = encode(params, column);
        var body = Json.parse(Json.write(encoded.body())).orElseThrow();
        assertEquals(Set.copyOf(cell.named()), Set.copyOf(encoded.droppedParams()), body::toString);
        cell.places().forEach((place, value) -> assertEquals(value, body.at(place), () -> place + " in " + body));
        if (cell.kind() == Kind.AS_IT_CAME) {
            row.fields().properties().stream()
                    .filter(field -> !field.getKey().equals("stream_options"))
                    .forEach(field -> assertEquals(field.getValue(), body.path(field.getKey())));
        }
        assertStrict(row, column, Set.copyOf(cell.named()));
    }

    /** A strict caller is refused with the name of what would be left out, and with nothing else. */
    private static void assertStrict(Row row, String column, Set<String> named) {
        var strict = params(row.fields().deepCopy().put("strictParams", true), column);
        if (named.isEmpty()) {
            assertEquals(List.of(), encode(strict, column).droppedParams());
        } else {
            var refused = assertThrows(ProviderException.class, () -> encode(strict, column))
                    .failure();
            assertTrue(named.contains(refused.param().orElseThrow()), refused::message);
        }
    }

    private static GenerationParams params(ObjectNode fields, String column) {
        var body = Json.object();
        body.putArray("messages").addObject().put("role", "user").put("content", "Hi");
        body.setAll(fields);
        var read = column.equals(FieldTable.GENERATE)
                ? RequestReader.generate(body)
                : RequestReader.chat(body, Json.write(body));
        return read.params()
                .withModel(MODELS.getOrDefault(column, "some-model"))
                .withStream(fields.path("stream").asBoolean());
    }

    private static Encoded encode(GenerationParams params, String column) {
        return dialect(column).encode(params, Samples.endpoint(Map.of()));
    }

    private static boolean isPassedOver(GenerationParams params, String column) {
        var endpoint = Samples.endpoint(Map.of());
        var dialect = dialect(column);
        boolean severalAnswers = params.answers() > 1 && !dialect.givesSeveralAnswers(params, endpoint);
        return severalAnswers
                || params.messages().stream()
                        .anyMatch(message -> InnerFields.parts(message).stream()
                                .anyMatch(part -> !dialect.takes(part, message, params, endpoint)));
    }

    private static Dialect dialect(String column) {
        var name = switch (column) {
            case "text-generation" -> "huggingface";
            case FieldTable.GENERATE -> "openai-compatible";
            default -> column;
        };
        return DIALECTS.named(name).orElseThrow();
    }

    private static void collectNames(JsonNode node, Set<String> names) {
        node.properties().forEach(field -> names.add(field.getKey()));
        node.forEach(inner -> collectNames(inner, names));
    }

    private static FieldTable read() {
        try {
            return FieldTable.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
