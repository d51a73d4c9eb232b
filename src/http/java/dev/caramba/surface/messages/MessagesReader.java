package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.generation.Caching;
import dev.caramba.http.JsonBody;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.ToolChoice;
import dev.caramba.prompt.WireFormat;
import dev.caramba.request.CallRequest;
import dev.caramba.request.RequestFields;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a request of Messages. Providers of this format receive it as it came; for all others it is read into the
 * product's own parameters. Every field belongs to Anthropic here, {@code fallbacks} too: the product's own settings are
 * in the headers.
 */
final class MessagesReader {

    /** Begins a system block of Claude Code that differs in each call, and would spoil every prompt cache. */
    private static final String BILLING = "x-anthropic-billing-header";

    /** Fields without which the answer would be another one, and for which others have no place. */
    private static final List<String> ANSWER_CHANGING = List.of("mcp_servers", "container");

    /** The conversation that a server of Anthropic holds between turns. */
    static final String THREAD = "thread";

    private static final BigInteger LOW_BUDGET = BigInteger.valueOf(4096);
    private static final BigInteger MEDIUM_BUDGET = BigInteger.valueOf(16_384);
    private static final String FORMAT_NAME = "answer";

    private final RequestFields fields;
    private final Set<String> unsaid = new LinkedHashSet<>();

    private MessagesReader(RequestFields fields) {
        this.fields = fields;
    }

    /**
     * Reads a request for a message.
     *
     * @param headers the caller's headers that belong to this format
     * @param strict whether the caller refuses what a provider cannot be told
     * @throws dev.caramba.generation.ProviderException when the body is not valid
     */
    static CallRequest message(JsonBody body, Map<String, String> headers, Optional<String> query, boolean strict) {
        var fields = RequestFields.of(body.json());
        if (fields.integer("max_tokens").isEmpty()) {
            throw fields.missing("an integer", "max_tokens");
        }
        return read(body, headers, query, strict)
                .withStream(fields.flag("stream").orElse(false));
    }

    /** Reads a request to count, which needs no {@code max_tokens}. */
    static CallRequest count(JsonBody body, Map<String, String> headers, Optional<String> query) {
        return read(body, headers, query, false);
    }

    private static CallRequest read(
            JsonBody body, Map<String, String> headers, Optional<String> query, boolean strict) {
        var original = OriginalRequest.of(WireFormat.MESSAGES, body.text()).with(headers, query);
        var params = new MessagesReader(RequestFields.of(body.json())).params(original, strict);
        return new CallRequest(params, Optional.empty(), Caching.UNSAID);
    }

    private GenerationParams params(OriginalRequest original, boolean strict) {
        var messages = new ArrayList<Message>();
        system().map(Message.System::new).ifPresent(messages::add);
        messages.addAll(messages());
        var places = new HashMap<String, String>();
        if (continuesThread()) {
            places.put("messages[" + messages.size() + "].content[0]", THREAD);
            messages.add(new Message.User(new Content.Parts(List.of(new Content.Part.Unknown(THREAD)))));
        }
        var tools = ToolsReader.tools(fields, unsaid);
        var choice = ToolsReader.choice(fields, tools, unsaid);
        ANSWER_CHANGING.stream().filter(this::says).forEach(unsaid::add);
        var placed = original.at(places);
        return new GenerationParams(
                fields.text("model"),
                List.of(),
                List.copyOf(messages),
                tools,
                choice,
                format(),
                sampling(),
                extras(choice),
                Set.copyOf(unsaid),
                false,
                strict,
                Optional.of(unsaid.isEmpty() ? placed : placed.withHostedTools()),
                Optional.empty());
    }

    /** Returns whether a server of Anthropic holds what was said before, so that nobody else can answer. */
    private boolean continuesThread() {
        return fields.node().path(THREAD).path("type").asText().equals("continue");
    }

    private Optional<Content> system() {
        var system = fields.any("system");
        if (system.filter(JsonNode::isTextual).isPresent()) {
            return system.map(JsonNode::textValue)
                    .filter(text -> !text.isEmpty())
                    .map(Content.Plain::new);
        }
        if (system.filter(node -> !node.isArray()).isPresent()) {
            throw fields.wrong("expected a string or a list of blocks", "system");
        }
        var texts = fields.objects("system").stream()
                .map(block -> block.node().path("text").asText())
                .filter(text -> !text.isEmpty() && !text.startsWith(BILLING))
                .toList();
        return texts.isEmpty() ? Optional.empty() : Optional.of(new Content.Plain(String.join("\n\n", texts)));
    }

    private List<Message> messages() {
        if (fields.any("messages").filter(JsonNode::isArray).isEmpty()) {
            throw fields.wrong("expected a list of messages", "messages");
        }
        var turns = fields.objects("messages");
        if (turns.isEmpty() && !continuesThread()) { // a thread may go on from where its server stopped
            throw fields.wrong("expected at least one message", "messages");
        }
        var reader = new TurnReader();
        return turns.stream().flatMap(turn -> reader.read(turn).stream()).toList();
    }

    private boolean says(String name) {
        return fields.any(name)
                .filter(value -> !value.isContainerNode() || !value.isEmpty())
                .isPresent();
    }

    private Optional<ResponseFormat> format() {
        var format = fields.node().path("output_config").path("format");
        return format.path("schema") instanceof ObjectNode schema
                ? Optional.of(new ResponseFormat.JsonSchema(FORMAT_NAME, Optional.empty(), schema, Optional.empty()))
                : Optional.empty();
    }

    private Sampling sampling() {
        return new Sampling(
                fields.number("temperature"),
                fields.number("top_p"),
                fields.integer("max_tokens"),
                fields.texts("stop_sequences"),
                Optional.empty());
    }

    /** Returns the other parameters, by the names that they have in Chat Completions. */
    private Map<String, JsonNode> extras(Optional<ToolChoice> choice) {
        var extras = new LinkedHashMap<String, JsonNode>();
        fields.any("top_k").ifPresent(value -> extras.put("top_k", value));
        effort().ifPresent(effort -> extras.put("reasoning_effort", TextNode.valueOf(effort)));
        if (choice.isPresent()
                && fields.node()
                        .path("tool_choice")
                        .path("disable_parallel_tool_use")
                        .asBoolean()) {
            extras.put("parallel_tool_calls", BooleanNode.FALSE);
        }
        return Map.copyOf(extras);
    }

    /** Returns how much the model should think; the steps are those of older clients, which asked for tokens. */
    private Optional<String> effort() {
        var asked = fields.node().path("output_config").path("effort");
        var thinking = fields.node().path("thinking");
        if (thinking.path("type").asText().equals("disabled")) {
            return Optional.empty();
        }
        if (asked.isTextual()) {
            return Optional.of(asked.textValue());
        }
        return Optional.of(thinking.path("budget_tokens"))
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::bigIntegerValue)
                .map(MessagesReader::effortFor);
    }

    private static String effortFor(BigInteger tokens) {
        if (tokens.compareTo(LOW_BUDGET) < 0) {
            return "low";
        }
        return tokens.compareTo(MEDIUM_BUDGET) < 0 ? "medium" : "high";
    }
}
