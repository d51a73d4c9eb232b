package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The models that the tests of the clients ask, by name. They are as strict as OpenAI's own: a tool loop that comes back
 * changed, or a strict schema with optional fields, is a 400.
 */
final class SdkModels {

    static final String TEXT = "Two boats left the harbour.";
    static final String CITY = "{'name':'Oslo'}";
    static final String NULLABLE_CITY = "{'name':'Oslo','inhabitants':null}";

    /** A model that begins an answer and does not go on, for callers who leave. */
    static final String HANGING = "hanging";

    private static final Duration PAUSE = Duration.ofMillis(2500);

    private SdkModels() {}

    /** The answer in the wire format of the path that was asked. */
    static Script answer(Received request) {
        try {
            if (request.path().startsWith("/v1/messages")) {
                return SdkMessages.answer(request);
            }
            return request.path().startsWith("/v1/responses") ? SdkResponses.answer(request) : chat(request.json());
        } catch (IllegalArgumentException e) {
            return ChatAnswer.error(400, "invalid_request_error", e.getMessage());
        }
    }

    /** What the models say that say the same in every format. */
    static Optional<Speech> speech(String model) {
        var text = new Speech.Text(TEXT);
        return switch (model) {
            case "text" -> Optional.of(Speech.of(text));
            case "thinking" ->
                Optional.of(Speech.of(new Speech.Thought("Boats float."), new Speech.Text("Two boats.")));
            case "cut" -> Optional.of(Speech.of(text).ending(Speech.Ending.RESET));
            case "cut-call" ->
                Optional.of(Speech.of(new Speech.Call("call_1", "get_weather", SdkWeather.OSLO, false))
                        .ending(Speech.Ending.RESET));
            case "closed" -> Optional.of(Speech.of(text).ending(Speech.Ending.CLOSED));
            case "ends-early" -> Optional.of(Speech.of(text).ending(Speech.Ending.TOLD));
            case HANGING -> Optional.of(Speech.of(text).ending(Speech.Ending.HANGING));
            default -> Optional.empty();
        };
    }

    private static Script chat(JsonNode body) {
        var stream = body.path("stream").asBoolean();
        if (body.has("prompt")) {
            return SdkCompletions.answer(body);
        }
        return switch (body.path("model").asText()) {
            case "text" -> {
                var answer = ChatAnswer.of(TEXT).inEvents(5).withUsage(11, 5);
                yield stream ? answer.stream() : answer.unary();
            }
            case "tools" ->
                stream ? Script.sse(SdkWeather.calls(1)) : ChatFrames.unary(SdkWeather.calling(1), "tool_calls");
            case "weather" -> SdkWeather.answer(body, stream);
            case "structured" -> structured(body, stream);
            case "refusing" ->
                stream
                        ? Script.sse(
                                ChatFrames.delta("{'role':'assistant','content':'','refusal':null}"),
                                ChatFrames.delta("{'refusal':'I cannot '}"),
                                ChatFrames.delta("{'refusal':'help with that.'}"),
                                ChatFrames.finish("stop"),
                                "[DONE]")
                        : ChatFrames.unary(
                                "{'role':'assistant','content':null,'refusal':'I cannot help with that.'}", "stop");
            case "thinking" ->
                stream
                        ? Script.sse(
                                ChatFrames.delta("{'role':'assistant','content':null,'reasoning_content':'Boats '}"),
                                ChatFrames.delta("{'reasoning_content':'float.'}"),
                                ChatFrames.delta("{'content':'Two '}"),
                                ChatFrames.delta("{'content':'boats.'}"),
                                ChatFrames.finish("stop"),
                                "[DONE]")
                        : ChatFrames.unary(
                                "{'role':'assistant','content':'Two boats.','reasoning_content':'Boats float.'}",
                                "stop");
            case Journey.MODEL, Journey.PATCHING ->
                ChatScript.of(ChatScript.journey(body).next(body.path("model").asText()), stream);
            case HANGING, "closed" ->
                ChatScript.of(speech(body.path("model").asText()).orElseThrow(), stream);
            case "vectors" ->
                SdkVectors.of(body, body.path("encoding_format").asText().equals("base64"));
            case "numbers" -> SdkVectors.of(body, false);
            case "several" -> several(body, stream);
            case "likely" -> likely(body, stream);
            case "slow" ->
                Script.sse(ChatFrames.delta("{'content':'Two boats '}"))
                        .pause(PAUSE)
                        .chunk("data: " + ChatFrames.delta("{'content':'left.'}") + "\n\n")
                        .chunk("data: " + ChatFrames.finish("stop") + "\n\ndata: [DONE]\n\n");
            case "cut" -> ChatAnswer.of(TEXT).inEvents(5).cutAfter(2).thenReset();
            case "cut-call" -> {
                var pieces = List.of(SdkWeather.calls(1));
                yield Script.sse(pieces.subList(0, 3).toArray(String[]::new)).thenReset();
            }
            case "ends-early" ->
                Script.sse(
                        ChatFrames.delta("{'content':'Two boats '}"),
                        ChatFrames.text(
                                "{'error':{'message':'The model fell over.','type':'server_error','code':null}}"));
            default -> failure(body.path("model").asText());
        };
    }

    static Script failure(String model) {
        return switch (model) {
            case "bad-request" -> ChatAnswer.error(400, "invalid_request_error", "temperature is too high");
            case "too-long" ->
                ChatAnswer.error(400, "invalid_request_error", "This model's maximum context length is 128 tokens.");
            case "limited" -> ChatAnswer.error(429, "requests", "slow down").header("retry-after", "1");
            case "overloaded" -> ChatAnswer.error(503, "server_error", "The model is overloaded.");
            default -> ChatAnswer.error(500, "server_error", "broken");
        };
    }

    /** A city by the schema that is asked for: its number of inhabitants is null where it must be there, else left out. */
    private static Script structured(JsonNode body, boolean stream) {
        var format = body.path("response_format");
        var schema = format.path("json_schema");
        var tool = body.at("/tools/0/function");
        var strict = (schema.isMissingNode() ? tool : schema).path("strict");
        var properties = (schema.isMissingNode() ? tool.path("parameters") : schema.path("schema"));
        if (properties.path("properties").isEmpty()) {
            return ChatAnswer.error(400, "invalid_request_error", "no schema: " + body);
        }
        if (strict.asBoolean()
                && properties.path("required").size()
                        < properties.path("properties").size()) {
            return ChatAnswer.error(
                    400, "invalid_request_error", "Invalid schema: 'required' is required to include every key");
        }
        var city = strict.asBoolean() ? NULLABLE_CITY : CITY;
        if (schema.isMissingNode()) {
            var call = ChatFrames.call(0, "call_1", tool.path("name").asText(), ChatFrames.text(city));
            return stream
                    ? Script.sse(
                            ChatFrames.delta("{'tool_calls':[" + call + "]}"),
                            ChatFrames.finish("tool_calls"),
                            "[DONE]")
                    : ChatFrames.unary("{'role':'assistant','content':null,'tool_calls':[" + call + "]}", "tool_calls");
        }
        var answer = ChatAnswer.of(ChatFrames.text(city)).inEvents(3);
        return stream ? answer.stream() : answer.unary();
    }

    private static Script several(JsonNode body, boolean stream) {
        if (body.path("n").asInt() != 2) {
            return ChatAnswer.error(400, "invalid_request_error", "not asked for two: " + body);
        }
        if (stream) {
            return Script.sse(
                    ChatFrames.choice(0, "{'role':'assistant','content':'One '}", Optional.empty()),
                    ChatFrames.choice(1, "{'role':'assistant','content':'Three '}", Optional.empty()),
                    ChatFrames.choice(0, "{'content':'boat.'}", Optional.empty()),
                    ChatFrames.choice(1, "{'content':'boats.'}", Optional.empty()),
                    ChatFrames.choice(1, "{}", Optional.of("stop")),
                    ChatFrames.choice(0, "{}", Optional.of("stop")),
                    "[DONE]");
        }
        var answer = ChatFrames.envelope("chat.completion");
        answer.putArray("choices")
                .add(ChatFrames.json(
                        "{'index':0,'message':{'role':'assistant','content':'One boat.'},'finish_reason':'stop'}"))
                .add(ChatFrames.json(
                        "{'index':1,'message':{'role':'assistant','content':'Three boats.'},'finish_reason':'stop'}"));
        return Script.json(200, answer);
    }

    private static Script likely(JsonNode body, boolean stream) {
        var logprobs = "'logprobs':{'content':[{'token':'Two','logprob':-0.25,'bytes':[84,119,111],'top_logprobs':[]}],"
                + "'refusal':null}";
        if (!body.path("logprobs").asBoolean()) {
            return ChatAnswer.error(400, "invalid_request_error", "not asked for logprobs: " + body);
        }
        var answer = ChatFrames.envelope(stream ? "chat.completion.chunk" : "chat.completion");
        var of = stream ? "'delta'" : "'message'";
        answer.putArray("choices")
                .add(ChatFrames.json("{'index':0," + of + ":{'role':'assistant','content':'Two'}," + logprobs
                        + ",'finish_reason':" + (stream ? "null" : "'stop'") + "}"));
        return stream ? Script.sse(answer.toString(), ChatFrames.finish("stop"), "[DONE]") : Script.json(200, answer);
    }
}
