package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.Prompts;
import dev.caramba.prompt.WireFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the body of a legacy completion. Providers receive it as it came; what is read of it is for limits, caches, logs
 * and the balancer.
 */
public final class CompletionReader {

    private static final String EXPECTED =
            "expected a text, a list of texts, a list of tokens or a list of lists of tokens, no list of them empty";

    private static final String[] INTEGERS = {"n", "best_of", "logprobs"};
    private static final String[] NUMBERS = {"presence_penalty", "frequency_penalty"};
    private static final String[] TEXTS = {"suffix", "user"};

    private CompletionReader() {}

    /**
     * Reads a request.
     *
     * @param text the text from which the body was parsed
     * @throws dev.caramba.generation.ProviderException when the body is not valid
     */
    public static CallRequest read(ObjectNode body, String text) {
        var fields = RequestFields.of(body);
        var prompts = prompts(fields);
        checkTypes(fields);
        var params = new GenerationParams(
                fields.text("model"),
                fields.texts("fallbacks"),
                messages(prompts),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                RequestReader.sampling(fields),
                PassedOnParams.ofCompletions(body),
                Set.of(),
                false,
                fields.flag("strictParams", "strict_params").orElse(false),
                Optional.of(OriginalRequest.of(WireFormat.COMPLETIONS, text)),
                Optional.empty());
        return new CallRequest(params, RequestReader.timeout(fields), CachingReader.read(fields));
    }

    private static List<JsonNode> prompts(RequestFields fields) {
        var field =
                fields.any(Prompts.FIELD).orElseThrow(() -> fields.missing("a text or a list of texts", Prompts.FIELD));
        var prompts = Prompts.of(field);
        if (!PromptReader.areAlike(prompts)) {
            throw fields.wrong(EXPECTED, Prompts.FIELD);
        }
        return prompts;
    }

    private static void checkTypes(RequestFields fields) {
        for (var name : INTEGERS) {
            fields.integer(name);
        }
        for (var name : NUMBERS) {
            fields.number(name);
        }
        for (var name : TEXTS) {
            fields.text(name);
        }
        fields.flag("echo");
        fields.object("logit_bias");
    }

    /** Returns the prompts that are texts; tokens cannot be read. */
    private static List<Message> messages(List<JsonNode> prompts) {
        return prompts.stream()
                .filter(JsonNode::isTextual)
                .map(prompt -> (Message) new Message.User(new Content.Plain(prompt.textValue())))
                .toList();
    }
}
