package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.util.Map;

/** A surface as its clients see it: what they send, and where they find in the answer what they are after. */
enum AskedSurface {
    CHAT("Chat completions", "/v1/chat/completions"),
    MESSAGES("Messages", "/v1/messages"),
    RESPONSES("Responses", "/v1/responses"),
    COMPLETIONS("Legacy completions", "/v1/completions"),
    EMBEDDINGS("Embeddings", "/v1/embeddings"),
    GENERATE("`/generate`", "/generate");

    private static final Map<Integer, String> TYPES_OF_MESSAGES = Map.of(
            400, "invalid_request_error",
            401, "authentication_error",
            404, "not_found_error",
            409, "invalid_request_error",
            413, "request_too_large",
            422, "invalid_request_error",
            429, "rate_limit_error",
            502, "api_error",
            504, "timeout_error",
            529, "overloaded_error");

    private static final Map<String, String> TYPES = Map.of(
            "rate_limit_exceeded", "rate_limit_error",
            "insufficient_quota", "insufficient_quota",
            "network", "server_error",
            "timeout", "server_error",
            "overloaded", "service_unavailable_error",
            "no_candidate", "service_unavailable_error");

    private final String words;
    private final String path;

    AskedSurface(String words, String path) {
        this.words = words;
        this.path = path;
    }

    String path() {
        return path;
    }

    /** A short request for this model. */
    ObjectNode body(String model, String prompt) {
        var body = Json.object().put("model", model);
        switch (this) {
            case CHAT ->
                body.putArray("messages").addObject().put("role", "user").put("content", prompt);
            case MESSAGES ->
                body.put("max_tokens", 4)
                        .putArray("messages")
                        .addObject()
                        .put("role", "user")
                        .put("content", prompt);
            case RESPONSES, EMBEDDINGS -> body.put("input", prompt);
            case COMPLETIONS, GENERATE -> body.put("prompt", prompt);
        }
        return body;
    }

    /** The whole text of a complete answer in one piece; of vectors, the first one. */
    String text(JsonNode answer) {
        return switch (this) {
            case CHAT ->
                only(answer, "/choices/0/finish_reason", "stop")
                        .at("/choices/0/message/content")
                        .asText();
            case MESSAGES ->
                only(answer, "/stop_reason", "end_turn").at("/content/0/text").asText();
            case RESPONSES ->
                only(answer, "/status", "completed")
                        .at("/output/0/content/0/text")
                        .asText();
            case COMPLETIONS ->
                only(answer, "/choices/0/finish_reason", "stop")
                        .at("/choices/0/text")
                        .asText();
            case EMBEDDINGS -> answer.at("/data/0/embedding").toString();
            case GENERATE -> only(answer, "/finishReason", "stop").path("text").asText();
        };
    }

    private static JsonNode only(JsonNode answer, String place, String value) {
        if (!answer.at(place).asText().equals(value)) {
            throw new AssertionError("not complete: " + answer);
        }
        return answer;
    }

    /** The tokens that an answer in one piece tells: {@code input/output}. */
    String tokens(JsonNode answer) {
        var usage = answer.path("usage");
        return switch (this) {
            case CHAT, COMPLETIONS -> usage.path("prompt_tokens") + "/" + usage.path("completion_tokens");
            case MESSAGES, RESPONSES -> usage.path("input_tokens") + "/" + usage.path("output_tokens");
            case EMBEDDINGS -> usage.path("prompt_tokens") + "/0";
            case GENERATE -> usage.path("inputTokens") + "/" + usage.path("outputTokens");
        };
    }

    /** The piece of text in one event of a stream. */
    String piece(JsonNode event) {
        return switch (this) {
            case CHAT -> event.at("/choices/0/delta/content").asText("");
            case COMPLETIONS -> event.at("/choices/0/text").asText("");
            case MESSAGES -> event.at("/delta/text").asText("");
            case RESPONSES ->
                event.path("type").asText().equals("response.output_text.delta")
                        ? event.path("delta").asText()
                        : "";
            case EMBEDDINGS, GENERATE -> throw new IllegalStateException(this + " has no streams");
        };
    }

    /** The tokens that an event of a stream tells, {@code input/output}; empty when it tells none, or not the last ones. */
    String streamedTokens(JsonNode event) {
        return switch (this) {
            case CHAT, COMPLETIONS -> event.path("usage").isObject() ? tokens(event) : "";
            case MESSAGES -> event.path("type").asText().equals("message_delta") ? tokens(event) : "";
            case RESPONSES ->
                event.path("type").asText().equals("response.completed") ? tokens(event.path("response")) : "";
            case EMBEDDINGS, GENERATE -> throw new IllegalStateException(this + " has no streams");
        };
    }

    /** How every complete stream ends, and no other one. */
    String end() {
        return switch (this) {
            case CHAT, COMPLETIONS -> "data: [DONE]\n\n";
            case MESSAGES -> "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
            case RESPONSES -> "event: response.completed\n";
            case EMBEDDINGS, GENERATE -> throw new IllegalStateException(this + " has no streams");
        };
    }

    /** How the event begins that tells of a failure in a stream. */
    String failure() {
        return switch (this) {
            case CHAT, COMPLETIONS -> "data: {\"error\":{";
            case MESSAGES -> "event: error\ndata: {\"type\":\"error\",\"error\":{";
            case RESPONSES -> "event: response.failed\n";
            case EMBEDDINGS, GENERATE -> throw new IllegalStateException(this + " has no streams");
        };
    }

    /** The error in the data of that event. */
    JsonNode failure(JsonNode event) {
        return this == RESPONSES ? event.at("/response/error") : event.path("error");
    }

    /** What goes out while a model is silent, before the first content. */
    String keepAlive() {
        return switch (this) {
            case CHAT, COMPLETIONS, RESPONSES -> ": keep-alive\n\n";
            case MESSAGES -> "event: ping\ndata: {\"type\":\"ping\"}\n\n";
            case EMBEDDINGS, GENERATE -> throw new IllegalStateException(this + " has no streams");
        };
    }

    /** What goes out while a model is silent, behind the first content. */
    String laterKeepAlive() {
        return this == RESPONSES ? "data: {\"type\":\"keepalive\"}\n\n" : keepAlive();
    }

    /** The status by which the surface says what is this status for OpenAI. */
    int status(int status) {
        return this == MESSAGES && status == 503 ? 529 : status;
    }

    /** The type that an error of such a status and code has. */
    String type(int status, String code) {
        return this == MESSAGES
                ? TYPES_OF_MESSAGES.get(status(status))
                : TYPES.getOrDefault(code, "invalid_request_error");
    }

    /** How long the caller waits, where the body says so. */
    boolean takesTimeout() {
        return this != MESSAGES;
    }

    @Override
    public String toString() {
        return words;
    }
}
