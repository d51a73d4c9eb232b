package dev.caramba.dialect.registry;

import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.anthropic.AnthropicDialect;
import dev.caramba.dialect.cohere.CohereDialect;
import dev.caramba.dialect.google.GoogleDialect;
import dev.caramba.dialect.huggingface.HuggingFaceDialect;
import dev.caramba.dialect.ollama.OllamaDialect;
import dev.caramba.dialect.openai.OpenAiDialect;
import dev.caramba.dialect.openai.OpenAiFlavour;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dialects that provider entries can select by {@code type}: the built-in ones and the custom ones. */
public final class Dialects {

    private static final List<Dialect> BUILT_IN = List.of(
            new OpenAiDialect(OpenAiFlavour.OPENAI),
            new OpenAiDialect(OpenAiFlavour.NVIDIA),
            new OpenAiDialect(OpenAiFlavour.LMSTUDIO),
            new OpenAiDialect(OpenAiFlavour.COMPATIBLE),
            new AnthropicDialect(),
            new GoogleDialect(),
            new CohereDialect(),
            new HuggingFaceDialect(new OpenAiDialect(OpenAiFlavour.HUGGINGFACE)),
            new OllamaDialect());

    private final Map<String, Dialect> byName = new LinkedHashMap<>();

    /**
     * Creates a registry of the built-in dialects and these custom ones.
     *
     * @throws IllegalArgumentException when two have the same name
     */
    public Dialects(Iterable<? extends Dialect> custom) {
        BUILT_IN.forEach(this::add);
        custom.forEach(this::add);
    }

    /** Returns the dialect with exactly this name. */
    public Optional<Dialect> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns all names, the built-in ones first. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    private void add(Dialect dialect) {
        if (byName.putIfAbsent(dialect.name(), dialect) != null) {
            throw new IllegalArgumentException("two dialects have the name " + dialect.name());
        }
    }
}
