package dev.caramba.dialect.huggingface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.Histories;
import dev.caramba.dialect.Histories.History;
import dev.caramba.dialect.RequestRules;
import dev.caramba.dialect.Samples;
import dev.caramba.dialect.openai.OpenAiDialect;
import dev.caramba.dialect.openai.OpenAiFlavour;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.testing.Slow;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever the history, text generation gets all its words as one prompt. */
@Slow
final class TextGenerationHistoriesTest {

    private static final Pattern WORD = Pattern.compile("w\\d+w");

    @Property(tries = 500, seed = "16")
    void the_prompt_is_the_words_in_their_order(@ForAll(supplier = Histories.Any.class) History any) {
        var dialect = new HuggingFaceDialect(new OpenAiDialect(OpenAiFlavour.HUGGINGFACE));
        var history = RequestRules.taken(any, dialect, "gpt2");
        var params = GenerationParams.of(history.messages()).withModel("gpt2");

        var encoded = dialect.encode(params, Samples.endpoint(Map.of()));

        var body = encoded.body();
        var words = WORD.matcher(body.path("inputs").textValue());
        assertEquals(
                history.words(), words.results().map(found -> found.group()).toList());
        assertFalse(body.has("messages") || body.has("model"), body::toString);
        assertFalse(body.at("/parameters/return_full_text").asBoolean(true));
        assertTrue(body.at("/parameters/details").asBoolean());
        assertEquals("/hf-inference/models/openai-community/gpt2", encoded.path());
    }
}
