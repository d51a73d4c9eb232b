package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import dev.caramba.request.RequestReader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a test asks of a dialect, written in the order in which it is read. */
public final class TestParams {

    private final String model;
    private List<Message> messages = List.of(user("Hello"));
    private List<Tool> tools = List.of();
    private Optional<ToolChoice> toolChoice = Optional.empty();
    private Optional<ResponseFormat> format = Optional.empty();
    private Sampling sampling = Sampling.DEFAULT;
    private final Map<String, JsonNode> extras = new LinkedHashMap<>();
    private boolean strict;

    private TestParams(String model) {
        this.model = model;
    }

    public static TestParams of(String model) {
        return new TestParams(model);
    }

    public static Message user(String text) {
        return new Message.User(new Content.Plain(text));
    }

    public static Message user(Content.Part... parts) {
        return new Message.User(new Content.Parts(List.of(parts)));
    }

    public static Message system(String text) {
        return new Message.System(new Content.Plain(text));
    }

    public static Message assistant(String text, FunctionCall... calls) {
        return new Message.Assistant(Optional.ofNullable(text).map(Content.Plain::new), List.of(calls));
    }

    public static Message result(String id, String text) {
        return new Message.ToolResult(id, Optional.of("get_time"), new Content.Plain(text));
    }

    public static Content.Part text(String text) {
        return new Content.Part.Text(text);
    }

    public static Content.Part imageUrl() {
        return new Content.Part.ImageUrl("https://example.org/a.png", Optional.empty());
    }

    public TestParams saying(Message... messages) {
        this.messages = List.of(messages);
        return this;
    }

    public TestParams tool(boolean strict) {
        tools = List.of(new Tool("get_time", Optional.empty(), Optional.empty(), Optional.of(strict)));
        return this;
    }

    public TestParams choosing(ToolChoice choice) {
        toolChoice = Optional.of(choice);
        return this;
    }

    public TestParams format(ResponseFormat format) {
        this.format = Optional.of(format);
        return this;
    }

    public TestParams temperature(String temperature) {
        sampling = new Sampling(
                Optional.of(new BigDecimal(temperature)),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        return this;
    }

    public TestParams extra(String name, String json) {
        extras.put(name, Json.parse(json).orElseThrow());
        return this;
    }

    public TestParams strictly() {
        strict = true;
        return this;
    }

    public GenerationParams params() {
        return new GenerationParams(
                Optional.of(model), List.of(), messages, tools, toolChoice, format, sampling, extras, false, strict);
    }

    public Encoded in(Dialect dialect) {
        return dialect.encode(params(), Samples.endpoint(Map.of()));
    }

    /** A chat completion, whose fields are written as JSON with single quotes, as the dialect of this model gets it. */
    public static GenerationParams chat(String model, String fields) {
        var body = json("{" + fields + "}");
        return RequestReader.chat(body, Json.write(body)).params().withModel(model);
    }

    /** What the dialect sends for a chat completion, see {@link #chat}. */
    public static Encoded sent(Dialect dialect, String model, String fields) {
        return dialect.encode(chat(model, fields), Samples.endpoint(Map.of()));
    }

    /** JSON with single quotes. */
    public static ObjectNode json(String text) {
        return Json.object(text.replace('\'', '"')).orElseThrow(() -> new AssertionError(text));
    }

    /** The messages that are sent. */
    public static String messagesOf(Encoded encoded) {
        return Json.write(encoded.body().path("messages")).replace('"', '\'');
    }
}
