package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ObjectStreamDecoder;
import dev.caramba.dialect.error.CommonErrors;
import dev.caramba.dialect.error.ErrorBody;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.FunctionName;
import dev.caramba.prompt.WireFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of one answer of Responses while it is decoded. Every event of the provider is carried. Thoughts and the
 * frames around a text are held back until the text comes, so that another provider can still answer.
 */
final class ResponsesAnswer implements ObjectStreamDecoder.Answer {

    /** The format of the answers to requests for a response. */
    static final Decoder.Format FORMAT = new Decoder.Format() {
        @Override
        public Decoder decoder() {
            return new ObjectStreamDecoder(new ResponsesAnswer());
        }

        @Override
        public List<Event> decodeWhole(String body) {
            return whole(body);
        }
    };

    private static final String EVENTS = "response.";

    private static final Set<String> ENDED = Set.of("completed", "incomplete", "failed");

    private final Map<Integer, Integer> calls = new HashMap<>();
    private boolean started;
    private Optional<Usage> usage = Optional.empty();

    private static List<Event> whole(String body) {
        var json = Json.object(body).orElseThrow(() -> MalformedAnswer.because("it is not a JSON object"));
        CommonErrors.in(json).ifPresent(failure -> {
            throw failure.asException();
        });
        if (!json.path("output").isArray()
                || !ENDED.contains(json.path("status").asText("completed"))) {
            throw MalformedAnswer.because("it is no complete response");
        }
        var answer = new ResponsesAnswer();
        return ResponsePieces.of(json).stream()
                .flatMap(piece -> answer.next("", piece).stream())
                .toList();
    }

    @Override
    public List<Event> next(String name, ObjectNode event) {
        var type = JsonFields.text(event, "type").orElse(name);
        if (type.equals("error") || !type.startsWith(EVENTS) && event.hasNonNull("error")) {
            throw CommonErrors.inBand(ErrorBody.of(event)).asException();
        }
        if (!type.startsWith(EVENTS)) {
            return List.of(); // a sign of life
        }
        var piece = Optional.of(new Original(WireFormat.RESPONSES, event.put("type", type)));
        var events = new ArrayList<Event>();
        if (!started) {
            started = true;
            var response = event.path("response");
            events.add(new Event.Start(JsonFields.text(response, "id"), JsonFields.text(response, "model")));
        }
        events.addAll(decode(type, event, piece));
        return events;
    }

    private List<Event> decode(String type, ObjectNode event, Optional<Original> piece) {
        int index = event.path("output_index").asInt();
        var delta = event.path("delta").asText();
        return switch (type) {
            case "response.output_text.delta", "response.refusal.delta" ->
                delta.isEmpty() ? other(false, piece) : List.of(new Event.Chunk(delta).from(piece));
            case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
                List.of(new Event.Reasoning(index, delta, Optional.empty()).from(piece));
            case "response.output_item.added" -> begun(index, event.path("item"), piece);
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
                calls.containsKey(index) && !delta.isEmpty()
                        ? List.of(new Event.ToolCallArguments(calls.get(index), delta).from(piece))
                        : other(true, piece);
            case "response.output_item.done" -> ended(index, event.path("item"), piece);
            case "response.completed", "response.incomplete" -> List.of(done(event.path("response"), piece));
            case "response.failed" ->
                throw CommonErrors.inBand(ErrorBody.of(event.path("response"))).asException();
            default -> other(isContent(type), piece);
        };
    }

    private static List<Event> other(boolean content, Optional<Original> piece) {
        return List.of(new Event.Other(content, piece.orElseThrow()));
    }

    /** Returns whether an event is a part of the answer by itself; others lead to one or end one. */
    private static boolean isContent(String type) {
        return !type.startsWith("response.reasoning")
                && !type.startsWith("response.output_text")
                && !type.startsWith("response.content_part")
                && !type.startsWith("response.refusal")
                && type.chars().filter(letter -> letter == '.').count() > 1;
    }

    private List<Event> begun(int index, JsonNode item, Optional<Original> piece) {
        if (!isCall(item)) {
            return other(isOfTool(item), piece);
        }
        calls.put(index, calls.size());
        return List.of(
                new Event.ToolCallStart(calls.get(index), item.path("call_id").asText(), functionName(item))
                        .from(piece));
    }

    private List<Event> ended(int index, JsonNode item, Optional<Original> piece) {
        if (!isCall(item)) {
            return other(isOfTool(item), piece);
        }
        int call = calls.computeIfAbsent(index, place -> calls.size());
        boolean custom = item.path("type").asText().equals("custom_tool_call");
        var function = new FunctionCall(
                item.path("call_id").asText(),
                functionName(item),
                item.path(custom ? "input" : "arguments").asText(),
                Optional.empty(),
                custom);
        return List.of(new Event.ToolCall(call, function), new Event.Other(true, piece.orElseThrow()));
    }

    private static String functionName(JsonNode item) {
        return FunctionName.of(item.path("name").asText(), JsonFields.text(item, "namespace"));
    }

    private static boolean isCall(JsonNode item) {
        var type = item.path("type").asText();
        return type.equals("function_call") || type.equals("custom_tool_call");
    }

    private static boolean isOfTool(JsonNode item) {
        var type = item.path("type").asText();
        return !type.equals("message") && !type.equals("reasoning");
    }

    private Event done(JsonNode response, Optional<Original> piece) {
        if (response.path("usage") instanceof ObjectNode told) {
            usage = Optional.of(new Usage(
                    JsonFields.count(told, "input_tokens"),
                    JsonFields.count(told, "output_tokens"),
                    JsonFields.count(told, "total_tokens"),
                    JsonFields.count(told.path("input_tokens_details"), "cached_tokens"),
                    JsonFields.count(told.path("output_tokens_details"), "reasoning_tokens")));
        }
        return new Event.Done(reason(response), usage).from(piece);
    }

    private FinishReason reason(JsonNode response) {
        if (response.path("status").asText().equals("incomplete")) {
            return switch (response.path("incomplete_details").path("reason").asText()) {
                case "max_output_tokens" -> FinishReason.LENGTH;
                case "content_filter" -> FinishReason.CONTENT_FILTER;
                default -> FinishReason.OTHER;
            };
        }
        return calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
    }

    @Override
    public Optional<Usage> usage() {
        return usage;
    }
}
