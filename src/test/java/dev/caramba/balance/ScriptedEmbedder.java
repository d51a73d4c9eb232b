package dev.caramba.balance;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Embedder;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Provider;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A provider that plays one script per request for vectors. Without a script, the vector of a text has the text as its
 * first value, and costs a token.
 */
final class ScriptedEmbedder implements Provider, Embedder {

    private final String name;
    private final int batchSize;
    private final Queue<Multi<Event>> scripts = new ArrayDeque<>();
    private final List<EmbeddingInput> asked = new ArrayList<>();
    private Optional<Failure> cannotEmbed = Optional.empty();

    ScriptedEmbedder(String name, int batchSize) {
        this.name = name;
        this.batchSize = batchSize;
    }

    ScriptedEmbedder then(Multi<Event> script) {
        scripts.add(script);
        return this;
    }

    /** Answers the next request without a script. */
    ScriptedEmbedder thenAnswer() {
        return then(Multi.createFrom().empty());
    }

    ScriptedEmbedder unable(Failure failure) {
        cannotEmbed = Optional.of(failure);
        return this;
    }

    /** The texts of each request. */
    List<List<String>> asked() {
        return asked.stream()
                .map(input ->
                        input.inputs().stream().map(text -> text.textValue()).toList())
                .toList();
    }

    EmbeddingInput lastAsked() {
        return asked.get(asked.size() - 1);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Embedder> embedder() {
        return Optional.of(this);
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public Optional<Failure> cannotEmbed(GenerationParams params) {
        return cannotEmbed;
    }

    @Override
    public Multi<Event> embed(CallContext context, GenerationParams params) {
        return EventStream.of(Multi.createFrom().deferred(() -> {
            var input = params.embedding().orElseThrow();
            asked.add(input);
            var script = Optional.ofNullable(scripts.poll());
            return script.orElseGet(() -> Multi.createFrom().empty())
                    .onCompletion()
                    .ifEmpty()
                    .switchTo(() -> answer(input));
        }));
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        throw new AssertionError("asked for an answer");
    }

    private Multi<Event> answer(EmbeddingInput input) {
        var vectors = input.inputs().stream()
                .map(text -> EmbeddingVector.floats("[" + text.textValue() + ",0]", 2))
                .toList();
        return Multi.createFrom()
                .items(
                        new Event.Start(Optional.of("id-" + name), Optional.empty()),
                        new Event.Vectors(vectors),
                        new Event.Done(FinishReason.STOP, Optional.of(Usage.of(vectors.size(), 0))));
    }
}
