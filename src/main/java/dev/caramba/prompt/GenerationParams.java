package dev.caramba.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.caramba.format.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A request to generate an answer, or to make vectors.
 *
 * @param model the name that the caller gave: a route, a provider, a target, a bare model name, {@code auto} or
 *     nothing; inside an adapter it is the provider's model name
 * @param fallbacks targets that are asked when none of the model's candidates has answered
 * @param extras further parameters by their OpenAI names; a dialect passes on those that it knows
 * @param stream whether the provider is asked for a stream
 * @param unread the names of fields inside messages, parts and tools that have no place here. Only the original request
 *     holds them
 * @param strict whether a parameter that the dialect cannot express is an error; otherwise the dialect leaves it out
 *     and reports it
 * @param original the request as the caller wrote it; empty when the caller speaks no wire format of providers
 * @param embedding what vectors are made of; present in a request for vectors, which has no messages
 */
public record GenerationParams(
        Optional<String> model,
        List<String> fallbacks,
        List<Message> messages,
        List<Tool> tools,
        Optional<ToolChoice> toolChoice,
        Optional<ResponseFormat> responseFormat,
        Sampling sampling,
        Map<String, JsonNode> extras,
        Set<String> unread,
        boolean stream,
        boolean strict,
        Optional<OriginalRequest> original,
        Optional<EmbeddingInput> embedding) {

    /** Creates a request that has no original. */
    public GenerationParams(
            Optional<String> model,
            List<String> fallbacks,
            List<Message> messages,
            List<Tool> tools,
            Optional<ToolChoice> toolChoice,
            Optional<ResponseFormat> responseFormat,
            Sampling sampling,
            Map<String, JsonNode> extras,
            boolean stream,
            boolean strict) {
        this(
                model,
                fallbacks,
                messages,
                tools,
                toolChoice,
                responseFormat,
                sampling,
                extras,
                Set.of(),
                stream,
                strict,
                Optional.empty(),
                Optional.empty());
    }

    /** Returns a request with messages alone. */
    public static GenerationParams of(List<Message> messages) {
        return new GenerationParams(
                Optional.empty(),
                List.of(),
                messages,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Sampling.DEFAULT,
                Map.of(),
                false,
                false);
    }

    /** Returns a request for vectors. */
    public static GenerationParams forVectors(
            String model,
            List<String> fallbacks,
            EmbeddingInput input,
            Map<String, JsonNode> extras,
            boolean strict,
            Optional<OriginalRequest> original) {
        return new GenerationParams(
                Optional.of(model),
                fallbacks,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Sampling.DEFAULT,
                extras,
                Set.of(),
                false,
                strict,
                original,
                Optional.of(input));
    }

    /** Returns the same request for the vectors of other inputs. */
    public GenerationParams withEmbedding(EmbeddingInput input) {
        return with(model, messages, stream, original, Optional.of(input));
    }

    /** Returns the same request for another model. */
    public GenerationParams withModel(String model) {
        return with(Optional.of(model), messages, stream, original);
    }

    /** Returns the same request, as a stream or not. */
    public GenerationParams withStream(boolean stream) {
        return with(model, messages, stream, original);
    }

    /** Returns the same request with other messages, which the original does not hold. */
    public GenerationParams withMessages(List<Message> messages) {
        return with(model, messages, stream, Optional.empty());
    }

    /** Returns the same request with a text of the assistant at its end, for the model to continue. */
    public GenerationParams continuing(String text) {
        var continued = new ArrayList<>(messages);
        continued.add(new Message.Assistant(Optional.of(new Content.Plain(text)), List.of()));
        var turn = Json.object().put("role", "assistant").put("content", text);
        return with(
                model, List.copyOf(continued), stream, original.map(request -> request.continuedBy(Json.write(turn))));
    }

    /** Returns the same request, of which the caller wrote this. */
    public GenerationParams withOriginal(OriginalRequest original) {
        return with(model, messages, stream, Optional.of(original));
    }

    /**
     * Returns the same request without some of the thoughts that the conversation brings back.
     *
     * @param leftOut tells by the maker of a thought whether it is left out; the maker is empty where it is not known
     */
    public GenerationParams withoutThoughts(Predicate<Optional<String>> leftOut) {
        var left = leftOut.test(Optional.empty())
                ? messages.stream().map(Message::withUnreadableThoughts).toList()
                : messages;
        return with(model, left, stream, original.map(request -> request.withoutThoughts(leftOut)));
    }

    /** Returns the caller's request where the caller speaks this format. */
    public Optional<OriginalRequest> originalIn(WireFormat format) {
        return original.filter(request -> request.format() == format);
    }

    /** Returns the number of answers that the caller asks for, mostly 1. Each prompt of a completion has its own. */
    public int answers() {
        long each = Math.max(1, extras.getOrDefault("n", IntNode.valueOf(1)).asInt(1));
        int prompts = originalIn(WireFormat.COMPLETIONS)
                .map(completion -> Prompts.in(extras).size())
                .orElse(1);
        return (int) Math.min(Integer.MAX_VALUE, each * prompts);
    }

    private GenerationParams with(
            Optional<String> model, List<Message> messages, boolean stream, Optional<OriginalRequest> original) {
        return with(model, messages, stream, original, embedding);
    }

    private GenerationParams with(
            Optional<String> model,
            List<Message> messages,
            boolean stream,
            Optional<OriginalRequest> original,
            Optional<EmbeddingInput> embedding) {
        return new GenerationParams(
                model,
                fallbacks,
                messages,
                tools,
                toolChoice,
                responseFormat,
                sampling,
                extras,
                unread,
                stream,
                strict,
                original,
                embedding);
    }
}
