package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A model that asks for the weather in two cities, in chat completions. */
final class SdkWeather {

    static final String OSLO = "{\"city\":\"Oslo\"}";
    private static final String BERGEN = "{\"city\":\"Bergen\"}";

    private SdkWeather() {}

    /** Two calls; then, when their results have come back as they should, a text. */
    static Script answer(JsonNode body, boolean stream) {
        var results = messages(body, message -> message.path("role").asText().equals("tool"));
        if (results.isEmpty()) {
            return stream ? Script.sse(calls(2)) : ChatFrames.unary(calling(2), "tool_calls");
        }
        var said = messages(body, message -> message.has("tool_calls")).stream()
                .flatMap(message ->
                        StreamSupport.stream(message.path("tool_calls").spliterator(), false))
                .map(call -> call.path("id").asText()
                        + call.at("/function/name").asText()
                        + Json.parse(call.at("/function/arguments").asText()).orElseGet(Json::object))
                .toList();
        var ids = results.stream()
                .map(result -> result.path("tool_call_id").asText())
                .toList();
        if (!said.equals(List.of("call_1get_weather" + OSLO, "call_2get_weather" + BERGEN))
                || !ids.equals(List.of("call_1", "call_2"))) {
            return ChatAnswer.error(400, "invalid_request_error", "not what was called: " + said + ids);
        }
        var answer =
                ChatAnswer.of(result(results, 0) + " and " + result(results, 1)).inEvents(3);
        return stream ? answer.stream() : answer.unary();
    }

    private static String result(List<JsonNode> results, int index) {
        var content = results.get(index).path("content");
        return content.isArray() ? content.at("/0/text").asText() : content.asText();
    }

    /** The calls in pieces, as OpenAI sends them: one after the other. */
    static String[] calls(int count) {
        var events = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            events.add(ChatFrames.delta(
                    "{'tool_calls':[" + ChatFrames.call(i, "call_" + (i + 1), "get_weather", "") + "]}"));
            var arguments = i == 0 ? OSLO : BERGEN;
            for (int from = 0; from < arguments.length(); from += 5) {
                var piece = Json.object().put("index", i);
                piece.putObject("function")
                        .put("arguments", arguments.substring(from, Math.min(from + 5, arguments.length())));
                events.add(ChatFrames.delta("{'tool_calls':[" + piece + "]}"));
            }
        }
        events.add(ChatFrames.finish("tool_calls"));
        events.add("[DONE]");
        return events.toArray(String[]::new);
    }

    static String calling(int count) {
        var calls = ChatFrames.call(0, "call_1", "get_weather", OSLO)
                + (count == 1 ? "" : "," + ChatFrames.call(1, "call_2", "get_weather", BERGEN));
        return "{'role':'assistant','content':null,'tool_calls':[" + calls + "]}";
    }

    private static List<JsonNode> messages(JsonNode body, Predicate<JsonNode> wanted) {
        return StreamSupport.stream(body.path("messages").spliterator(), false)
                .filter(wanted)
                .toList();
    }
}
