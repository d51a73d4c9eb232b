package dev.caramba.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to generate an answer.
 *
 * @param model the name that the caller gave: a route, a provider, a target, a bare model name, {@code auto} or
 *     nothing; inside an adapter it is the provider's model name
 * @param fallbacks targets that are asked when none of the model's candidates has answered
 * @param extras further parameters by their OpenAI names; a dialect passes on those that it knows
 * @param stream whether the provider is asked for a stream
 * @param strict whether a parameter that the dialect cannot express is an error; otherwise the dialect leaves it out
 *     and reports it
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
        boolean stream,
        boolean strict) {

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

    /** Returns the same request for another model. */
    public GenerationParams withModel(String model) {
        return new GenerationParams(
                Optional.of(model),
                fallbacks,
                messages,
                tools,
                toolChoice,
                responseFormat,
                sampling,
                extras,
                stream,
                strict);
    }

    /** Returns the same request, as a stream or not. */
    public GenerationParams withStream(boolean stream) {
        return new GenerationParams(
                model, fallbacks, messages, tools, toolChoice, responseFormat, sampling, extras, stream, strict);
    }

    /** Returns the same request with other messages. */
    public GenerationParams withMessages(List<Message> messages) {
        return new GenerationParams(
                model, fallbacks, messages, tools, toolChoice, responseFormat, sampling, extras, stream, strict);
    }
}
