package dev.caramba.config.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The provider entries that exist without being configured, in their order. The name of each is its type, too. The
 * models are those that the vendors served as of November 2026; an alias keeps the name of a predecessor valid.
 */
public enum BuiltInProvider {
    OPENAI("https://api.openai.com/v1", "gpt-4o-mini", Map.of(), "OPENAI_API_KEY"),
    ANTHROPIC(
            "https://api.anthropic.com",
            "claude-sonnet-5-5",
            Map.of("claude-3-5-sonnet", "claude-sonnet-5-5"),
            "ANTHROPIC_API_KEY"),
    GOOGLE(
            "https://generativelanguage.googleapis.com",
            "gemini-3.5-flash-lite",
            Map.of("gemini-1.5-flash", "gemini-3.5-flash-lite"),
            "GOOGLE_API_KEY",
            "GEMINI_API_KEY"),
    COHERE("https://api.cohere.com", "command-r-08-2024", Map.of("command-r", "command-r-08-2024"), "COHERE_API_KEY"),
    HUGGINGFACE(
            "https://router.huggingface.co",
            "openai-community/gpt2",
            Map.of("gpt2", "openai-community/gpt2"),
            "HF_API_KEY",
            "HF_TOKEN"),
    NVIDIA(
            "https://integrate.api.nvidia.com/v1",
            "nvidia/nemotron-3-super-120b-a12b",
            Map.of(
                    "llama-3.1-nemotron-70b", "nvidia/nemotron-3-super-120b-a12b",
                    "nvidia/llama-3.1-nemotron-70b-instruct", "nvidia/nemotron-3-super-120b-a12b"),
            "NVIDIA_API_KEY"),
    OLLAMA("http://localhost:11434", "llama3.2:3b", Map.of()),
    LMSTUDIO("http://localhost:1234/v1", "Llama-3.1-8B-Lexi", Map.of());

    private final String baseUrl;
    private final String model;
    private final Map<String, String> aliases;
    private final List<String> keyVariables;

    BuiltInProvider(String baseUrl, String model, Map<String, String> aliases, String... keyVariables) {
        this.baseUrl = baseUrl;
        this.model = model;
        this.aliases = aliases;
        this.keyVariables = List.of(keyVariables);
    }

    static Optional<BuiltInProvider> named(String name) {
        return Arrays.stream(values())
                .filter(builtIn -> builtIn.entryName().equals(name))
                .findFirst();
    }

    /** Returns the name of the entry, which is its type, too. */
    public String entryName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String baseUrl() {
        return baseUrl;
    }

    /** Returns the model that is asked when none is configured. */
    public String model() {
        return model;
    }

    /** Returns the model that makes vectors for a request that names only the provider; empty when there is none. */
    public Optional<String> embeddingModel() {
        return switch (this) {
            case OPENAI -> Optional.of("text-embedding-3-small");
            case ANTHROPIC -> Optional.empty();
            case GOOGLE -> Optional.of("gemini-embedding-001");
            case COHERE -> Optional.of("embed-v4.0");
            case HUGGINGFACE -> Optional.of("BAAI/bge-m3");
            case NVIDIA -> Optional.of("nvidia/llama-nemotron-embed-1b-v2");
            case OLLAMA -> Optional.of("nomic-embed-text");
            case LMSTUDIO -> Optional.of("text-embedding-nomic-embed-text-v1.5");
        };
    }

    public Map<String, String> aliases() {
        return aliases;
    }

    /** Returns the vendor's own variables for the key, the preferred one first. */
    public List<String> keyVariables() {
        return keyVariables;
    }

    /** Returns whether the provider runs on the operator's own machines and needs no key. */
    public boolean local() {
        return keyVariables.isEmpty();
    }

    /** Returns the variable with the address of a local provider. */
    public String hostVariable() {
        return name() + "_HOST";
    }
}
