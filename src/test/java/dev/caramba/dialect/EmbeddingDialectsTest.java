package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.format.Json;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.request.EmbeddingReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each provider is asked for vectors, and how its answers are read. */
class EmbeddingDialectsTest {

    private static final Dialects DIALECTS = new Dialects(List.of());
    private static final Endpoint ENDPOINT = new Endpoint("http://p", Optional.of("key"), Map.of());

    @Test
    void anthropic_makes_none() {
        assertTrue(DIALECTS.named("anthropic").orElseThrow().embeddings().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "openai, 2048, true, true",
        "openai-compatible, 2048, true, true",
        "nvidia, 2048, false, true",
        "lmstudio, 2048, false, true",
        "ollama, 2048, false, true",
        "google, 100, false, true",
        "cohere, 96, false, true",
        "huggingface, 32, false, false"
    })
    void each_has_its_limits(String type, int batchSize, boolean tokens, boolean dimensions) {
        assertEquals(batchSize, dialect(type).batchSize());
        assertEquals(tokens, dialect(type).takesTokens());
        assertEquals(dimensions, dialect(type).takesDimensions());
    }

    @Test
    void openai_alone_is_asked_for_the_callers_encoding() {
        assertEquals(
                "base64",
                body("openai", "\"encoding_format\":\"base64\"")
                        .path("encoding_format")
                        .textValue());
        assertEquals(
                "float",
                body("openai", "\"encoding_format\":\"float\"")
                        .path("encoding_format")
                        .textValue());
        assertFalse(body("openai", "").has("encoding_format"));
        for (var type :
                List.of("openai-compatible", "nvidia", "lmstudio", "ollama", "cohere", "google", "huggingface")) {
            var encoded = encoded(type, "\"encoding_format\":\"base64\"");
            assertFalse(json(encoded).has("encoding_format"), type);
            assertEquals(List.of(), encoded.droppedParams(), type);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openai, search_query, , true",
        "lmstudio, search_query, , true",
        "openai-compatible, search_query, search_query, false",
        "nvidia, search_query, query, false",
        "nvidia, query, query, false",
        "nvidia, passage, passage, false",
        "nvidia, clustering, passage, false",
        "cohere, query, search_query, false",
        "cohere, passage, search_document, false",
        "cohere, clustering, clustering, false",
        "ollama, query, , true",
        "huggingface, query, , true"
    })
    void what_a_text_is_for_goes_to_those_who_tell_apart(String type, String said, String sent, boolean dropped) {
        var encoded = encoded(type, "\"input_type\":\"" + said + "\"");

        assertEquals(sent, json(encoded).path("input_type").textValue());
        assertEquals(dropped ? List.of("input_type") : List.of(), encoded.droppedParams());
    }

    @Test
    void what_a_text_is_for_has_a_default_where_it_must_be_said() {
        assertEquals("passage", body("nvidia", "").path("input_type").textValue());
        assertEquals("search_document", body("cohere", "").path("input_type").textValue());
        assertFalse(body("google", "").path("requests").path(0).has("taskType"));
    }

    @ParameterizedTest
    @CsvSource({
        "search_query, RETRIEVAL_QUERY",
        "query, RETRIEVAL_QUERY",
        "search_document, RETRIEVAL_DOCUMENT",
        "passage, RETRIEVAL_DOCUMENT",
        "classification, CLASSIFICATION",
        "clustering, CLUSTERING",
        "FACT_VERIFICATION, FACT_VERIFICATION"
    })
    void google_has_task_types_until_its_second_generation(String said, String sent) {
        var type = "\"input_type\":\"" + said + "\"";
        var second = encoded("google", "gemini-embedding-2", type);

        assertEquals(
                sent,
                body("google", type).path("requests").path(1).path("taskType").textValue());
        assertFalse(json(second).path("requests").path(0).has("taskType"));
        assertEquals(List.of("input_type"), second.droppedParams());
    }

    @Test
    void google_gets_a_request_for_each_text() {
        var encoded = encoded("google", "models/m", "\"dimensions\":256,\"title\":\"t\"");

        assertEquals("/v1beta/models/m:batchEmbedContents", encoded.path());
        assertEquals(
                "{\"model\":\"models/m\",\"content\":{\"parts\":[{\"text\":\"b\"}]},\"outputDimensionality\":256,"
                        + "\"title\":\"t\"}",
                Json.write(json(encoded).path("requests").path(1)));
        assertEquals("key", encoded.headers().get("x-goog-api-key"));
    }

    @Test
    void nothing_is_cut_unless_the_caller_says_so() {
        assertEquals("NONE", body("cohere", "").path("truncate").textValue());
        assertEquals(
                "END", body("cohere", "\"truncate\":\"END\"").path("truncate").textValue());
        assertFalse(body("ollama", "").path("truncate").booleanValue());
        assertTrue(body("ollama", "").has("truncate"));
        assertTrue(body("ollama", "\"truncate\":true").path("truncate").booleanValue());
        assertFalse(body("huggingface", "").has("truncate"));
    }

    @ParameterizedTest
    @CsvSource({
        "openai, true", "openai-compatible, true", "nvidia, true", "lmstudio, true",
        "google, false", "cohere, false", "ollama, false", "huggingface, false"
    })
    void further_fields_pass_to_those_who_speak_openais_format_and_are_named_elsewhere(String type, boolean passed) {
        var encoded = encoded(type, "\"user\":\"u\",\"seed\":7,\"stream\":true");

        assertEquals(passed, json(encoded).path("user").asText().equals("u"));
        assertEquals(passed, json(encoded).path("seed").asInt() == 7);
        assertFalse(json(encoded).has("stream"));
        assertEquals(passed ? List.of() : List.of("user", "seed"), encoded.droppedParams());
    }

    /** But for the model's name, Caramba's own fields and what the server would refuse. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai | {'x':1.50,'model':'m','dimensions':10,'input':'a\\u0062','user':null,'encoding_format':'base64'}",
                "openai-compatible | {'x':1.50,'model':'m','dimensions':10,'input':'a\\u0062','user':null,'input_type':'query'}",
                "lmstudio | {'x':1.50,'model':'m','dimensions':10,'input':'a\\u0062','user':null}",
                "nvidia | {'x':1.50,'model':'m','dimensions':10,'input':'a\\u0062','user':null,'input_type':'query'}"
            })
    void a_request_reaches_those_who_speak_openais_format_as_it_came(String type, String sent) {
        var asked =
                "{'x':1.50,'model':'fast','timeoutMs':5,'dimensions':10,'input':'a\\u0062','user':null,'stream':true,"
                        + "'encoding_format':'base64','input_type':'query','cache':false,'fallbacks':[],'strictParams':false}";
        var text = asked.replace('\'', '"');
        var params = EmbeddingReader.read(Json.object(text).orElseThrow(), text)
                .params()
                .withModel("m");

        var encoded = dialect(type).encode(params, params.embedding().orElseThrow(), ENDPOINT);

        assertEquals(sent.replace('\'', '"'), Json.write(encoded.body()));
    }

    @Test
    void a_part_of_a_request_keeps_the_place_of_its_inputs() {
        var text = "{\"user\":\"u\",\"input\":[\"a\",\"b\",\"c\"],\"model\":\"fast\"}";
        var params = EmbeddingReader.read(Json.object(text).orElseThrow(), text)
                .params()
                .withModel("m");
        var input = params.embedding().orElseThrow();

        var rest = dialect("openai").encode(params, input.from(1, OptionalInt.of(2)), ENDPOINT);
        var first = dialect("openai").encode(params, input.first(2), ENDPOINT);

        assertEquals("{\"user\":\"u\",\"input\":[\"b\",\"c\"],\"model\":\"m\"}", Json.write(rest.body()));
        assertEquals("{\"user\":\"u\",\"input\":[\"a\",\"b\"],\"model\":\"m\"}", Json.write(first.body()));
    }

    @Test
    void all_that_the_family_answers_is_kept_but_for_the_vectors() {
        var answer = decode(
                "openai-compatible",
                "{'id':'e','data':[{'embedding':[3,4],'index':1,'spans':[1,2.50]},{'index':0,'embedding':[1,2],'x':{'y':[7]}}],"
                        + "'model':'m-1','usage':{'prompt_tokens':3,'cost':0.10}}");

        assertEquals(
                "{'id':'e','data':[{'index':0,'embedding':null,'x':{'y':[7]}},{'embedding':null,'index':1,'spans':[1,2.50]}],"
                                .replace('\'', '"')
                        + "\"model\":\"m-1\",\"usage\":{\"prompt_tokens\":3,\"cost\":0.10}}",
                Json.write(answer.original().orElseThrow()));
        assertEquals("[1,2]", answer.vectors().get(0).text());
    }

    @Test
    void the_paths_are_the_providers_own() {
        var azure = new Endpoint("http://p", Optional.empty(), Map.of("embedding-path", "/embeddings?api-version=1"));

        assertEquals("/embeddings", encoded("openai", "").path());
        assertEquals("/v2/embed", encoded("cohere", "").path());
        assertEquals("/api/embed", encoded("ollama", "").path());
        assertEquals(
                "/hf-inference/models/a/b%20c/pipeline/feature-extraction",
                encoded("huggingface", "a/b c", "").path());
        assertEquals(
                "/embeddings?api-version=1",
                dialect("openai")
                        .encode(params("m", ""), params("m", "").embedding().orElseThrow(), azure)
                        .path());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai | {'data':[{'index':1,'embedding':[2]},{'index':0,'embedding':[1]}],'usage':{'prompt_tokens':3,'total_tokens':4}} | 3 | 4",
                "openai | {'data':[{'embedding':[1]},{'embedding':[2]}]} | |",
                "google | {'embeddings':[{'values':[1]},{'values':[2]}]} | |",
                "google | {'embeddings':[{'values':[1]},{'values':[2]}],'usageMetadata':{'promptTokenCount':5}} | 5 | 5",
                "cohere | {'id':'e','embeddings':{'float':[[1],[2]]},'meta':{'billed_units':{'input_tokens':6}}} | 6 | 6",
                "ollama | {'model':'m','embeddings':[[1],[2]],'prompt_eval_count':7} | 7 | 7",
                "huggingface | [[1],[2]] | |"
            })
    void reads_vectors_in_the_order_of_the_texts(String type, String answer, Long input, Long total) {
        var decoded = decode(type, answer);

        assertEquals(
                List.of("[1]", "[2]"),
                decoded.vectors().stream().map(EmbeddingVector::text).toList());
        assertEquals(
                Optional.ofNullable(input),
                decoded.usage().map(Usage::inputTokens).map(count -> count.orElse(-1)));
        assertEquals(
                Optional.ofNullable(total),
                decoded.usage().map(Usage::totalTokens).map(count -> count.orElse(-1)));
    }

    @Test
    void reads_base64_whatever_was_asked() {
        assertEquals(
                3,
                decode("openai", "{'data':[{'embedding':'zczMPc3MTD6amZk+'}]}")
                        .vectors()
                        .get(0)
                        .length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai | {}",
                "openai | []",
                "openai | {'data':[{'index':0,'embedding':[1]},{'index':0,'embedding':[2]}]}",
                "openai | {'data':[{'index':1,'embedding':[1]},{'index':2,'embedding':[2]}]}",
                "openai | {'data':[{'index':0,'embedding':[1]},{'embedding':[2]}]}",
                "openai | {'data':[{'index':-1,'embedding':[1]}]}",
                "openai | {'data':[{'embedding':null}]}",
                "openai | {'data':[[1]]}",
                "google | {'embeddings':{'values':[1]}}",
                "google | {'embedding':{'values':[1]}}",
                "cohere | {'embeddings':[[1]]}",
                "ollama | {'embedding':[1]}",
                "ollama | {'error':'no'}",
                "huggingface | [1,2]",
                "huggingface | [[[1],[2]]]",
                "huggingface | {'error':'no'}"
            })
    void refuses_what_is_no_answer(String type, String answer) {
        var failure = assertThrows(ProviderException.class, () -> decode(type, answer))
                .failure();

        assertEquals(FailureKind.PROTOCOL, failure.kind());
    }

    private static EmbeddingDialect dialect(String type) {
        return DIALECTS.named(type).flatMap(Dialect::embeddings).orElseThrow();
    }

    private static EmbeddingAnswer decode(String type, String answer) {
        return dialect(type).decode(VectorJson.read(answer.replace('\'', '"')));
    }

    private static JsonNode body(String type, String fields) {
        return json(encoded(type, fields));
    }

    /** The body as the provider reads it. */
    private static JsonNode json(Encoded encoded) {
        return Json.parse(Json.write(encoded.body())).orElseThrow();
    }

    private static Encoded encoded(String type, String fields) {
        return encoded(type, "gemini-embedding-001", fields);
    }

    private static Encoded encoded(String type, String model, String fields) {
        var params = params(model, fields);
        return dialect(type).encode(params, params.embedding().orElseThrow(), ENDPOINT);
    }

    private static GenerationParams params(String model, String fields) {
        var body = "{\"model\":\"x\",\"input\":[\"a\",\"b\"]" + (fields.isEmpty() ? "" : ",") + fields + "}";
        return EmbeddingReader.read(Json.object(body).orElseThrow(), body)
                .params()
                .withModel(model);
    }
}
