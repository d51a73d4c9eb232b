package dev.caramba.packaged;

import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The format of a scripted provider, in which it says the same text, whole or in pieces, for the same tokens. That of
 * Ollama is for vectors.
 */
enum UpstreamFormat {
    CHAT("openai-compatible"),
    MESSAGES("anthropic"),
    RESPONSES("openai"),
    COMPLETIONS("openai-compatible"),
    EMBEDDINGS("openai-compatible"),
    OLLAMA("ollama");

    static final String TEXT = "Two boats went out, and one came back.";
    static final String VECTOR = "[0.50,-0.25]";
    static final int INPUT_TOKENS = 5;
    static final int OUTPUT_TOKENS = 3;

    private static final int PIECES = 4;
    private static final String MESSAGE = """
            {"id":"msg_01up","type":"message","role":"assistant","model":"up","content":%s,"stop_reason":%s,\
            "stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":%d}}""";
    private static final String RESPONSE = """
            {"id":"resp_up","object":"response","created_at":1796000000,"status":"%s","error":null,"model":"up","output":%s,\
            "usage":%s}""";
    private static final String ITEM = """
            {"id":"msg_up","type":"message","status":"%s","role":"assistant","content":[%s]}""";
    private static final String PART = "{\"type\":\"output_text\",\"text\":\"%s\",\"annotations\":[]}";
    private static final String COMPLETION = """
            {"id":"cmpl-up","object":"text_completion","created":1796000000,"model":"up","choices":[%s]%s}""";
    private static final String CHOICE = "{\"text\":\"%s\",\"index\":0,\"logprobs\":null,\"finish_reason\":%s}";
    private static final String TOKENS = ",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8}";
    private static final String USAGE = "{\"input_tokens\":5,\"output_tokens\":3,\"total_tokens\":8}";

    private final String type;

    UpstreamFormat(String type) {
        this.type = type;
    }

    /** The type of an entry that speaks the format. */
    String type() {
        return type;
    }

    /** The complete answer. */
    Script answer(boolean streamed) {
        if (!streamed) {
            return switch (this) {
                case CHAT -> chat(TEXT).unary();
                case MESSAGES ->
                    Script.json(
                            200,
                            MESSAGE.formatted(
                                    "[{\"type\":\"text\",\"text\":\"" + TEXT + "\"}]", "\"end_turn\"", OUTPUT_TOKENS));
                case RESPONSES -> Script.json(200, RESPONSE.formatted("completed", "[" + item(TEXT) + "]", USAGE));
                case COMPLETIONS -> Script.json(200, COMPLETION.formatted(CHOICE.formatted(TEXT, "\"stop\""), TOKENS));
                case EMBEDDINGS ->
                    Script.json(
                            200,
                            "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":"
                                    + VECTOR
                                    + "}],\"model\":\"up\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}");
                case OLLAMA ->
                    Script.json(200, "{\"embeddings\":[" + VECTOR + "],\"prompt_eval_count\":" + INPUT_TOKENS + "}");
            };
        }
        var events = new ArrayList<>(beginning(TEXT, PIECES));
        switch (this) {
            case CHAT -> {
                return chat(TEXT).stream();
            }
            case MESSAGES ->
                events.addAll(List.of(
                        event("content_block_stop", "\"index\":0"),
                        event("message_delta", """
                                "delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":5,"output_tokens":3}"""),
                        event("message_stop", "")));
            case RESPONSES ->
                events.addAll(List.of(
                        event("response.output_text.done", place(0) + ",\"text\":\"" + TEXT + "\""),
                        event("response.content_part.done", place(0) + ",\"part\":" + PART.formatted(TEXT)),
                        event("response.output_item.done", "\"output_index\":0,\"item\":" + item(TEXT)),
                        event(
                                "response.completed",
                                "\"response\":" + RESPONSE.formatted("completed", "[" + item(TEXT) + "]", USAGE))));
            case COMPLETIONS ->
                events.addAll(List.of(
                        data(COMPLETION.formatted(CHOICE.formatted("", "\"stop\""), "")),
                        data(COMPLETION.formatted("", TOKENS)),
                        data("[DONE]")));
            case EMBEDDINGS, OLLAMA -> throw new IllegalStateException("there is no stream of vectors");
        }
        return chunks(events);
    }

    /** An answer that breaks: a stream after half of its pieces, an answer in one piece in its middle. */
    Script broken(boolean streamed) {
        return streamed
                ? half(TEXT).thenCut()
                : answer(false).header("content-length", "1000").thenCut();
    }

    /** A stream that breaks, and that does not begin as the others do. */
    Script otherBroken() {
        return half("One boat stayed in the harbour for the day.").thenCut();
    }

    /** The first pieces of a stream. */
    Script half(String text) {
        return this == CHAT ? chat(text).cutAfter(PIECES / 2) : chunks(beginning(text, PIECES / 2));
    }

    /** The whole text, then nothing more; {@link #half} is the beginning of it. */
    private List<String> beginning(String text, int pieces) {
        var events = new ArrayList<String>();
        switch (this) {
            case MESSAGES -> {
                events.add(event("message_start", "\"message\":" + MESSAGE.formatted("[]", "null", 1)));
                events.add(event(
                        "content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
            }
            case RESPONSES -> {
                events.add(
                        event("response.created", "\"response\":" + RESPONSE.formatted("in_progress", "[]", "null")));
                events.add(event(
                        "response.output_item.added",
                        "\"output_index\":0,\"item\":" + ITEM.formatted("in_progress", "")));
                events.add(event("response.content_part.added", place(0) + ",\"part\":" + PART.formatted("")));
            }
            case CHAT, COMPLETIONS, EMBEDDINGS, OLLAMA -> {}
        }
        pieces(text).limit(pieces).map(this::delta).forEach(events::add);
        return events;
    }

    private String delta(String piece) {
        if (this == COMPLETIONS) {
            return data(COMPLETION.formatted(CHOICE.formatted(piece, "null"), ""));
        }
        return this == MESSAGES
                ? event(
                        "content_block_delta",
                        "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + piece + "\"}")
                : event("response.output_text.delta", place(0) + ",\"delta\":\"" + piece + "\"");
    }

    private static Stream<String> pieces(String text) {
        return IntStream.range(0, PIECES)
                .mapToObj(i -> text.substring(text.length() * i / PIECES, text.length() * (i + 1) / PIECES));
    }

    private static Script chunks(List<String> events) {
        return Script.chunks(IntStream.range(0, events.size())
                .mapToObj(i -> events.get(i)
                        .replace("{\"type\":\"response.", "{\"sequence_number\":" + i + ",\"type\":\"response."))
                .toArray(String[]::new));
    }

    private static ChatAnswer chat(String text) {
        return ChatAnswer.of(text).inEvents(PIECES).withUsage(INPUT_TOKENS, OUTPUT_TOKENS);
    }

    private static String item(String text) {
        return ITEM.formatted("completed", PART.formatted(text));
    }

    private static String place(int index) {
        return "\"item_id\":\"msg_up\",\"output_index\":" + index + ",\"content_index\":0";
    }

    private static String data(String text) {
        return "data: " + text + "\n\n";
    }

    private static String event(String type, String fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (fields.isEmpty() ? "" : ",") + fields
                + "}\n\n";
    }

    /** An error of the server, in words that each of the formats takes for one. */
    static Script error(int status, Map<String, String> headers) {
        var script = ChatAnswer.error(
                status,
                status == 429 ? "rate_limit_error" : "server_error",
                status == 503 ? "the server is overloaded" : "not now");
        for (var header : headers.entrySet()) {
            script = script.header(header.getKey(), header.getValue());
        }
        return script;
    }
}
