package dev.caramba.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.google.GoogleDialect;
import dev.caramba.dialect.ollama.OllamaDialect;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.WireFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller of Messages asks for of the model's thinking, in the words of others. */
class AskedThinkingTest {

    private static final Endpoint ENDPOINT = new Endpoint("http://localhost", Optional.of("secret"), Map.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            nullValues = "-",
            value = {
                "{'type':'disabled'}                        | false | -    ",
                "{'type':'enabled','budget_tokens':4000}    | -     | true ",
                "{'type':'adaptive'}                        | -     | true ",
                "{'type':'between_tools'}                   | -     | true ",
                "{}                                         | -     | -    ",
                "null                                       | -     | -    ",
                "'disabled'                                 | -     | -    ",
                "-                                          | -     | -    "
            })
    void ollama_is_told_that_it_is_off_and_google_that_it_is_on(String thinking, Boolean ollama, Boolean google) {
        var toOllama = new OllamaDialect().encode(params(WireFormat.MESSAGES, "qwen3", thinking), ENDPOINT);
        var toGoogle = new GoogleDialect().encode(params(WireFormat.MESSAGES, "gemini-2.5-pro", thinking), ENDPOINT);

        assertEquals(
                ollama == null ? "" : ollama.toString(),
                toOllama.body().path("think").asText());
        assertEquals(
                google == null ? "" : google.toString(),
                toGoogle.body()
                        .at("/generationConfig/thinkingConfig/includeThoughts")
                        .asText());
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash, true", "gemini-3.5-flash-lite, true", "models/gemini-2.5-pro, true",
                "gemini-flash-latest, true",
        "gemini-10-pro, true", "gemini-2.0-flash, false", "gemini-2-flash, false", "gemini-1.5-pro, false",
        "gemma-3-27b-it, false"
    })
    void models_of_google_that_do_not_think_are_not_asked_for_thoughts(String model, boolean thinks) {
        var encoded = new GoogleDialect().encode(params(WireFormat.MESSAGES, model, "{'type':'adaptive'}"), ENDPOINT);

        assertEquals(
                thinks, encoded.body().at("/generationConfig/thinkingConfig").isObject());
    }

    @ParameterizedTest
    @CsvSource({"CHAT", "RESPONSES"})
    void callers_of_other_formats_do_not_say_it_so(WireFormat format) {
        var params = params(format, "qwen3", "{'type':'disabled'}");

        assertEquals(false, new OllamaDialect().encode(params, ENDPOINT).body().has("think"));
    }

    private static GenerationParams params(WireFormat format, String model, String thinking) {
        var field = thinking == null ? "" : ",\"thinking\":" + thinking.replace('\'', '"');
        return Samples.hello(model).withOriginal(OriginalRequest.of(format, "{\"max_tokens\":9" + field + "}"));
    }
}
