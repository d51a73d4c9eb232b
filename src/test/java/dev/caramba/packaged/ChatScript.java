package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Script;
import java.util.ArrayList;
import java.util.List;

/** A speech in the wire format of chat completions, where a custom tool is a function with one text as its input. */
final class ChatScript {

    private ChatScript() {}

    static Script of(Speech speech, boolean stream) {
        var reason = speech.callsTools() ? "tool_calls" : "stop";
        return stream ? stream(speech, reason) : unary(speech, reason);
    }

    private static Script unary(Speech speech, String reason) {
        var message = Json.object().put("role", "assistant").putNull("content");
        for (var part : speech.parts()) {
            if (part instanceof Speech.Call call) {
                var calls = message.withArrayProperty("tool_calls");
                calls.add(ChatFrames.json(ChatFrames.call(calls.size(), call.id(), call.name(), arguments(call))));
            } else {
                message.put(field(part), part.content());
            }
        }
        return ChatFrames.unary(message.toString(), reason);
    }

    private static Script stream(Speech speech, String reason) {
        var events = new ArrayList<String>();
        int calls = 0;
        for (var part : speech.parts()) {
            if (part instanceof Speech.Call call) {
                events.addAll(pieces(speech, call, calls++));
            } else {
                speech.pieces(part)
                        .forEach(piece -> events.add(ChatFrames.delta(
                                Json.object().put(field(part), piece).toString())));
            }
        }
        switch (speech.ending()) {
            case COMPLETE -> events.addAll(List.of(ChatFrames.finish(reason), "[DONE]"));
            case TOLD -> {
                var trouble = Json.object();
                trouble.putObject("error").put("message", Speech.TROUBLE).put("type", "server_error");
                events.add(trouble.toString());
            }
            default -> {
                // nothing more is told
            }
        }
        return speech.ended(Script.sse(events.toArray(String[]::new)));
    }

    private static List<String> pieces(Speech speech, Speech.Call call, int index) {
        var plain = new Speech.Call(call.id(), call.name(), arguments(call), false);
        var events = new ArrayList<String>();
        events.add(calling(ChatFrames.json(ChatFrames.call(index, call.id(), call.name(), ""))));
        for (var piece : (speech.completes(call) ? Speech.of(plain) : speech).pieces(plain)) {
            var more = Json.object().put("index", index);
            more.putObject("function").put("arguments", piece);
            events.add(calling(more));
        }
        return events;
    }

    private static String calling(JsonNode call) {
        var delta = Json.object();
        delta.putArray("tool_calls").add(call);
        return ChatFrames.delta(delta.toString());
    }

    private static String arguments(Speech.Call call) {
        return call.custom() ? Json.write(Json.object().put("input", call.content())) : call.content();
    }

    private static String field(Speech.Part part) {
        return part instanceof Speech.Thought ? "reasoning_content" : "content";
    }

    /** The journey until now. The results of a turn's calls stand right behind it, as OpenAI demands. */
    static Journey journey(JsonNode body) {
        var turns = new ArrayList<List<String>>();
        var results = new ArrayList<String>();
        var waiting = new ArrayList<String>();
        for (var message : body.path("messages")) {
            if (message.path("role").asText().equals("tool")) {
                if (!waiting.remove(message.path("tool_call_id").asText())) {
                    throw new IllegalArgumentException("a result without its call: " + message);
                }
                var content = message.path("content");
                results.add(
                        content.isTextual()
                                ? content.asText()
                                : content.at("/0/text").asText());
                continue;
            }
            if (!waiting.isEmpty()) {
                throw new IllegalArgumentException("tool_calls must be followed by tool messages: " + body);
            }
            var calls = new ArrayList<String>();
            for (var call : message.path("tool_calls")) {
                waiting.add(call.path("id").asText());
                calls.add(call.path("id").asText() + " "
                        + call.at("/function/name").asText() + " "
                        + plain(call.at("/function/arguments").asText()));
            }
            if (!calls.isEmpty()) {
                turns.add(calls);
            }
        }
        return new Journey(turns, results, body.path("tools").findValuesAsText("name"));
    }

    private static String plain(String arguments) {
        var json = Json.object(arguments).orElseThrow(() -> new IllegalArgumentException("no JSON: " + arguments));
        return json.has("input") ? json.path("input").asText() : Json.write(json);
    }
}
