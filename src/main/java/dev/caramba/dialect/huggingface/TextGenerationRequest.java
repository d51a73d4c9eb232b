package dev.caramba.dialect.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.InnerFields;
import dev.caramba.dialect.RequestHeaders;
import dev.caramba.dialect.ResponseSchemas;
import dev.caramba.dialect.SamplingFields;
import dev.caramba.dialect.TextDocuments;
import dev.caramba.dialect.UnsaidContent;
import dev.caramba.dialect.history.Thoughts;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.ToolChoice;
import dev.caramba.wire.Framing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes one request to the text generation API. A conversation becomes one text, line by line, without roles. */
final class TextGenerationRequest {

    private static final String PATH = "/hf-inference/models/";
    private static final Map<String, String> FULL_NAMES = Map.of("gpt2", "openai-community/gpt2");
    private static final Map<String, String> EXTRAS = Map.of("top_k", "top_k", "do_sample", "do_sample");

    private static final SamplingFields SAMPLING =
            new SamplingFields("temperature", "top_p", "max_new_tokens", "stop", "seed");

    private final GenerationParams params;
    private final DroppedParams dropped;
    private final ObjectNode parameters = Json.object();

    TextGenerationRequest(GenerationParams params) {
        this.params = params;
        this.dropped = new DroppedParams(params);
    }

    /** Returns whether there is a place for this part: it has a text. */
    static boolean takes(Content.Part part) {
        return textOf(part).isPresent();
    }

    Encoded encode(Endpoint endpoint) {
        InnerFields.drop(params, Set.of(), dropped);
        parameters.put("return_full_text", false); // some servers have true as their default
        parameters.put("details", true);
        writeSampling();
        params.responseFormat().ifPresent(format -> parameters.set("grammar", write(format)));
        ExtraParams.write(params, EXTRAS, parameters, dropped);
        noteTools();
        var body = Json.object().put("inputs", prompt());
        body.set("parameters", parameters);
        body.put("stream", params.stream());
        var accept = params.stream() ? "text/event-stream" : "application/json";
        var model = params.model().orElseThrow();
        return new Encoded(
                path(FULL_NAMES.getOrDefault(model, model)),
                RequestHeaders.of(endpoint, accept),
                body,
                Framing.SSE,
                dropped.names());
    }

    /** Returns the path of a model. */
    static String path(String model) {
        return PATH
                + URLEncoder.encode(model, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
    }

    private String prompt() {
        return params.messages().stream()
                .flatMap(message -> contentOf(message).stream())
                .map(TextGenerationRequest::textOf)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private Optional<Content> contentOf(Message message) {
        if (message instanceof Message.System system) {
            return Optional.of(system.content());
        }
        if (message instanceof Message.User user) {
            return Optional.of(user.content());
        }
        if (message instanceof Message.ToolResult result) {
            return Optional.of(result.content());
        }
        var assistant = (Message.Assistant) message;
        if (!assistant.functionCalls().isEmpty()) {
            dropped.add("tool_calls");
        }
        Thoughts.none(assistant, dropped);
        return assistant.content();
    }

    private static String textOf(Content content) {
        return content.parts().stream()
                .map(part -> textOf(part).orElseThrow(() -> UnsaidContent.of(part)))
                .collect(Collectors.joining());
    }

    private static Optional<String> textOf(Content.Part part) {
        return part.text().or(() -> TextDocuments.textOf(part).map(text -> "\n" + text + "\n"));
    }

    /**
     * Writes the sampling parameters without a temperature of zero, which the API refuses. Without a temperature it
     * takes the likeliest token, which is what zero means.
     */
    private void writeSampling() {
        SAMPLING.write(params.sampling(), parameters);
        if (parameters.path("temperature").decimalValue().signum() == 0) {
            parameters.remove("temperature");
        }
    }

    private void noteTools() {
        if (!params.tools().isEmpty()) {
            dropped.add("tools");
        }
        params.toolChoice().filter(ToolChoice::demandsCall).ifPresent(choice -> dropped.add("tool_choice"));
    }

    private static ObjectNode write(ResponseFormat format) {
        var grammar = Json.object().put("type", "json");
        return grammar.set(
                "value",
                ResponseSchemas.of(format).orElseGet(() -> Json.object().put("type", "object")));
    }
}
