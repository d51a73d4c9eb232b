package dev.caramba.dialect.anthropic;

import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ObjectStreamDecoder;
import dev.caramba.dialect.Reply;
import dev.caramba.dialect.RequestHeaders;
import dev.caramba.dialect.ResponseSchemas;
import dev.caramba.dialect.error.RateLimitBuckets;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.WireFormat;
import dev.caramba.wire.Framing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The dialect of Anthropic's Messages API.
 *
 * <p>Option of an entry: {@code version}, the value of the header {@code anthropic-version}.
 */
public final class AnthropicDialect implements Dialect {

    private static final String PATH = "/v1/messages";
    private static final String VERSION = "2023-06-01";

    /** From this version on, the API refuses temperature and top_p for every model. */
    private static final String VERSION_WITHOUT_SAMPLING = "2026-10-21";

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public Encoded encode(GenerationParams params, Endpoint endpoint) {
        var version = endpoint.options().getOrDefault("version", VERSION);
        var headers = headers(params, endpoint, version);
        var original = params.originalIn(WireFormat.MESSAGES);
        if (original.isPresent()) {
            return passedOn(PATH, params, original.get(), headers);
        }
        var request = new AnthropicRequest(params, version.compareTo(VERSION_WITHOUT_SAMPLING) < 0);
        var body = request.body();
        return new Encoded(PATH, headers, body, Framing.SSE, request.dropped());
    }

    /** Passes the request on with the headers and the query that came with it. */
    private static Encoded passedOn(
            String path, GenerationParams params, OriginalRequest original, Map<String, String> headers) {
        headers.putAll(original.headers());
        var body = PassedOnMessages.body(params, original);
        return new Encoded(
                path + original.query().map(query -> "?" + query).orElse(""), headers, body, Framing.SSE, List.of());
    }

    /** Asks Anthropic to count. A caller of another wire format has no way to ask for it. */
    @Override
    public Optional<Encoded> encodeCount(GenerationParams params, Endpoint endpoint) {
        var version = endpoint.options().getOrDefault("version", VERSION);
        return params.originalIn(WireFormat.MESSAGES)
                .map(original ->
                        passedOn(PATH + "/count_tokens", params, original, headers(params, endpoint, version)));
    }

    @Override
    public long countIn(String body) {
        var tokens = Json.object(body)
                .map(json -> JsonFields.count(json, "input_tokens"))
                .orElse(OptionalLong.empty());
        return tokens.orElseThrow(() -> MalformedAnswer.because("it is no count of tokens"));
    }

    /**
     * Returns false for requests with a schema, because Anthropic cannot apply a schema to a text that began without
     * it.
     */
    @Override
    public boolean passesOn(WireFormat format, Endpoint endpoint) {
        return format == WireFormat.MESSAGES;
    }

    @Override
    public boolean continuesText(GenerationParams params) {
        return ClaudeModels.continueText(params)
                && params.responseFormat().flatMap(ResponseSchemas::of).isEmpty();
    }

    /** Returns true for every part of a caller who speaks this format, and for all that have a block of their own. */
    @Override
    public boolean takes(Content.Part part, Message message, GenerationParams params, Endpoint endpoint) {
        return params.originalIn(WireFormat.MESSAGES).isPresent() || AnthropicBlocks.takes(part, message);
    }

    @Override
    public Decoder decoder() {
        return new ObjectStreamDecoder(new AnthropicAnswer());
    }

    @Override
    public List<Event> decodeWhole(String body) {
        return AnthropicAnswer.whole(
                Json.object(body).orElseThrow(() -> MalformedAnswer.because("it is not a JSON object")));
    }

    @Override
    public Failure classify(Reply reply) {
        var failure = AnthropicErrors.of(reply);
        return failure.withRequestId(requestId(reply.headers()).or(failure::requestId));
    }

    @Override
    public Duration exhaustedFor(Reply reply) {
        return RateLimitBuckets.ANTHROPIC.exhaustedFor(reply).orElse(Duration.ZERO);
    }

    @Override
    public List<String> requestIdHeaders() {
        return List.of("request-id");
    }

    private static Map<String, String> headers(GenerationParams params, Endpoint endpoint, String version) {
        var accept = params.stream() ? "text/event-stream" : "application/json";
        var headers = RequestHeaders.of(accept, "x-api-key", endpoint.apiKey());
        headers.put("anthropic-version", version);
        return headers;
    }
}
