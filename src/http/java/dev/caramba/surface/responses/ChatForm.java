package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.request.CallRequest;
import dev.caramba.request.RequestFields;
import dev.caramba.request.RequestReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request in the form of a chat completion. What providers of chat completions cannot be told is collected by name; of
 * the rest, only hints and bookkeeping stay behind.
 */
final class ChatForm {

    private static final String INPUT = "input";

    /** Parameters of chat completions that the request may have too, and those that are meant for the product. */
    private static final Set<String> OF_CHAT = Set.of(
            "model",
            "fallbacks",
            "timeoutMs",
            "timeout_ms",
            "strictParams",
            "strict_params",
            "cache",
            "temperature",
            "top_p",
            "user",
            "stop",
            "seed",
            "presence_penalty",
            "frequency_penalty",
            "repetition_penalty",
            "logit_bias",
            "top_k",
            "min_p",
            "max_tokens",
            "max_completion_tokens",
            "thinking",
            "enable_thinking",
            "chat_template_kwargs");

    /** Fields that hold state at one provider, which no other one could serve. */
    private static final List<String> STATE_ELSEWHERE = List.of("conversation", "background");

    private final Conversation conversation;
    private final RequestFields request;
    private final ObjectNode chat = Json.object();
    private final ChatTools tools = new ChatTools();
    private final InputItems items = new InputItems();
    private final Set<String> unread = new LinkedHashSet<>();

    /** @throws ProviderException when the request is not valid */
    ChatForm(Conversation conversation) {
        this.conversation = conversation;
        this.request = RequestFields.of(conversation.request());
        refuseStateElsewhere();
        request.node().properties().stream()
                .filter(field -> OF_CHAT.contains(field.getKey()))
                .forEach(field -> chat.set(field.getKey(), field.getValue()));
        chat.set("messages", items.messages());
        request.text("instructions").ifPresent(text -> items.addText("system", text));
        input();
        tools.add(request.objects("tools"));
        tools.write(request, chat);
        tools.demanded().ifPresent(type -> items.addUnspeakable(type, "tool_choice"));
        request.any("prompt").ifPresent(template -> items.addUnspeakable("prompt", "prompt"));
        request.integer("max_output_tokens").ifPresent(limit -> chat.put("max_tokens", limit));
        request.object("text").ifPresent(this::text);
        request.object("reasoning")
                .flatMap(reasoning -> reasoning.text("effort"))
                .ifPresent(effort -> chat.put("reasoning_effort", effort));
        nameWhatIsLeftOut();
    }

    ToolNames toolNames() {
        return tools.names();
    }

    /**
     * Returns the call.
     *
     * @throws ProviderException when a value is not valid
     */
    CallRequest call(OriginalRequest original) {
        try {
            var placed = original.at(items.places());
            return RequestReader.translated(chat, unread, tools.hosted().isEmpty() ? placed : placed.withHostedTools());
        } catch (ProviderException e) {
            throw e.failure().param().map(path -> at(placeOf(path), path, e)).orElse(e);
        }
    }

    private static ProviderException at(String place, String path, ProviderException e) {
        var message = e.failure().message().replace(path, place);
        return e.failure().withMessage(message).withParam(place).asException();
    }

    private String placeOf(String path) {
        return items.places().entrySet().stream()
                .filter(place -> path.startsWith(place.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(path);
    }

    private void refuseStateElsewhere() {
        for (var name : STATE_ELSEWHERE) {
            if (request.any(name)
                    .filter(value -> !value.equals(Json.object().booleanNode(false)))
                    .isPresent()) {
                throw request.wrong("is not supported (its state would be kept at one provider)", name);
            }
        }
    }

    private void input() {
        earlier().forEach(this::add);
        var input = request.any(INPUT);
        if (input.filter(JsonNode::isTextual).isPresent()) {
            items.addText("user", input.get().textValue());
            return;
        }
        if (input.filter(given -> !given.isArray()).isPresent()) {
            throw request.wrong("expected a string or a list of items", INPUT);
        }
        if (input.isEmpty()
                && conversation.earlier().isEmpty()
                && request.any("prompt").isEmpty()) {
            throw request.missing("a string or a list of items", INPUT);
        }
        var given = request.objects(INPUT);
        for (int place = 0; place < given.size(); place++) {
            if (!conversation.repeats(place)) {
                add(given.get(place));
            }
        }
        items.end();
        if (items.messages().isEmpty() && request.any("prompt").isEmpty()) {
            throw request.wrong("expected at least one message", INPUT);
        }
    }

    /** Returns the items of the kept conversation, each at a path that names how it came here. */
    private List<RequestFields> earlier() {
        var body = Json.object();
        var kept = body.putObject(Conversation.PREVIOUS).putArray(INPUT);
        conversation.earlier().forEach(item -> kept.add(item.json()));
        return RequestFields.of(body).requiredObject(Conversation.PREVIOUS).objects(INPUT);
    }

    private void add(RequestFields item) {
        if (item.text("type").filter("additional_tools"::equals).isPresent()) {
            tools.add(item.objects("tools"));
        }
        items.add(item);
    }

    private void text(RequestFields text) {
        text.object("format").ifPresent(this::format);
        if (text.any("verbosity")
                .filter(value -> !value.asText().equals("medium"))
                .isPresent()) {
            unread.add("text.verbosity");
        }
    }

    private void format(RequestFields format) {
        var type = format.requiredText("type");
        switch (type) {
            case "text" -> {}
            case "json_object" -> chat.putObject("response_format").put("type", type);
            case "json_schema" -> {
                var schema = chat.putObject("response_format").put("type", type).putObject(type);
                schema.put("name", format.requiredText("name"));
                format.text("description").ifPresent(text -> schema.put("description", text));
                schema.set("schema", format.whole("schema").orElseThrow(() -> format.missing("an object", "schema")));
                format.flag("strict").ifPresent(strict -> schema.put("strict", strict));
            }
            default ->
                throw format.wrong(
                        "unknown format " + RequestFields.quoted(type) + " (expected text, json_object or json_schema)",
                        "type");
        }
    }

    private void nameWhatIsLeftOut() {
        unread.addAll(tools.hosted());
        unread.addAll(items.unknown());
        if (request.texts("include").stream().anyMatch(name -> !name.equals("reasoning.encrypted_content"))) {
            unread.add("include");
        }
        if (request.integer("top_logprobs")
                .filter(number -> number.signum() != 0)
                .isPresent()) {
            unread.add("top_logprobs");
        }
        if (request.text("truncation").filter(word -> !word.equals("disabled")).isPresent()) {
            unread.add("truncation");
        }
    }
}
