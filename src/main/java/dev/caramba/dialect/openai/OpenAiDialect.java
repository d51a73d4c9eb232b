package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.EmbeddingDialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.Reply;
import dev.caramba.dialect.RequestHeaders;
import dev.caramba.dialect.error.CommonErrors;
import dev.caramba.dialect.error.RateLimitBuckets;
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

/**
 * The dialect of OpenAI's Chat Completions and of the many servers that speak it. Callers of Responses and of legacy
 * Completions are passed on where the server has them.
 *
 * <p>Options of an entry: {@code path} (default {@code /chat/completions}), {@code max-tokens-field}
 * ({@code max_tokens} or {@code max_completion_tokens}), {@code completions-path} (default {@code /completions}),
 * {@code responses-path} (default {@code /responses}), {@code stream-options} ({@code false} for old servers that
 * refuse {@code stream_options}), {@code one-system-message} ({@code true} for servers whose chat template takes only
 * one, at the beginning), {@code responses} (whether the server has {@code /responses} itself; by default only
 * OpenAI has), {@code auth-header} (a header other than {@code Authorization} gets the bare key), and that of
 * {@link OpenAiEmbeddings}.
 */
public final class OpenAiDialect implements Dialect {

    private static final String PATH = "/chat/completions";
    private static final String RESPONSES_PATH = "/responses";
    private static final String COMPLETIONS_PATH = "/completions";
    private static final String AUTHORIZATION = "Authorization";

    private final OpenAiFlavour flavour;
    private final EmbeddingDialect embeddings;

    public OpenAiDialect(OpenAiFlavour flavour) {
        this.flavour = flavour;
        this.embeddings = new OpenAiEmbeddings(flavour);
    }

    @Override
    public String name() {
        return flavour.name();
    }

    @Override
    public Encoded encode(GenerationParams params, Endpoint endpoint) {
        return responses(params, endpoint)
                .map(request -> passedOn(
                        path(endpoint, "responses-path", RESPONSES_PATH),
                        PassedOnResponses.body(params, request, flavour),
                        ResponsesAnswer.FORMAT,
                        params,
                        endpoint))
                .or(() ->
                        params.originalIn(WireFormat.COMPLETIONS).map(request -> completion(request, params, endpoint)))
                .orElseGet(() -> chat(params, endpoint));
    }

    @Override
    public boolean passesOn(WireFormat format, Endpoint endpoint) {
        return switch (format) {
            case CHAT, COMPLETIONS, EMBEDDINGS -> true;
            case RESPONSES ->
                Boolean.parseBoolean(option(endpoint, "responses", Boolean.toString(flavour.hostsReasoningModels())));
            case MESSAGES -> false;
        };
    }

    /** Returns the caller's request where it is for Responses and the server has them. */
    private Optional<OriginalRequest> responses(GenerationParams params, Endpoint endpoint) {
        return params.originalIn(WireFormat.RESPONSES).filter(request -> passesOn(WireFormat.RESPONSES, endpoint));
    }

    private Encoded completion(OriginalRequest request, GenerationParams params, Endpoint endpoint) {
        return passedOn(
                path(endpoint, "completions-path", COMPLETIONS_PATH),
                PassedOnCompletions.body(params, request, knowsStreamOptions(endpoint)),
                CompletionsAnswer.format(params.answers()),
                params,
                endpoint);
    }

    private static Encoded passedOn(
            String path, ObjectNode body, Decoder.Format answer, GenerationParams params, Endpoint endpoint) {
        return new Encoded(path, headers(accept(params), endpoint), body, Framing.SSE, List.of(), Optional.of(answer));
    }

    private static boolean knowsStreamOptions(Endpoint endpoint) {
        return Boolean.parseBoolean(option(endpoint, "stream-options", "true"));
    }

    private Encoded chat(GenerationParams params, Endpoint endpoint) {
        boolean reasoning = flavour.hostsReasoningModels()
                && ReasoningModels.include(params.model().orElseThrow());
        var request = new OpenAiRequest(
                params,
                reasoning,
                reasoning ? "max_completion_tokens" : option(endpoint, "max-tokens-field", flavour.maxTokensField()),
                knowsStreamOptions(endpoint),
                Boolean.parseBoolean(option(endpoint, "one-system-message", "false")),
                flavour);
        var body = request.body();
        return new Encoded(
                path(endpoint, "path", PATH),
                headers(accept(params), endpoint),
                body,
                Framing.SSE,
                request.dropped(),
                Optional.of(OpenAiAnswer.TRANSLATED)
                        .filter(format -> params.originalIn(WireFormat.CHAT).isEmpty()));
    }

    /**
     * Returns true for every part of a caller who speaks this format, and for all whose form is known. The documents of
     * Messages are PDFs, which OpenAI itself reads.
     */
    @Override
    public boolean takes(Content.Part part, Message message, GenerationParams params, Endpoint endpoint) {
        if (params.originalIn(WireFormat.MESSAGES).isPresent() && part instanceof Content.Part.Document document) {
            return flavour.hostsReasoningModels() && document.source() instanceof Content.Source.Inline;
        }
        return params.originalIn(WireFormat.CHAT).isPresent()
                || responses(params, endpoint).isPresent()
                || !(part instanceof Content.Part.Unknown);
    }

    @Override
    public boolean givesSeveralAnswers(GenerationParams params, Endpoint endpoint) {
        return true;
    }

    @Override
    public Optional<EmbeddingDialect> embeddings() {
        return Optional.of(embeddings);
    }

    @Override
    public Decoder decoder() {
        return new OpenAiDecoder();
    }

    @Override
    public List<Event> decodeWhole(String body) {
        return OpenAiDecoder.decodeWhole(body);
    }

    @Override
    public Failure classify(Reply reply) {
        return CommonErrors.of(reply, RateLimitBuckets.OPENAI::exhaustedFor).withRequestId(requestId(reply.headers()));
    }

    @Override
    public Duration exhaustedFor(Reply reply) {
        return RateLimitBuckets.OPENAI.exhaustedFor(reply).orElse(Duration.ZERO);
    }

    @Override
    public List<String> requestIdHeaders() {
        return flavour.requestIdHeaders();
    }

    private static String accept(GenerationParams params) {
        return params.stream() ? "text/event-stream" : "application/json";
    }

    static Map<String, String> headers(String accept, Endpoint endpoint) {
        var field = option(endpoint, "auth-header", AUTHORIZATION);
        return field.equalsIgnoreCase(AUTHORIZATION)
                ? RequestHeaders.of(endpoint, accept)
                : RequestHeaders.of(accept, field, endpoint.apiKey());
    }

    /** Returns the path that an option of the entry names, else this one. */
    static String path(Endpoint endpoint, String option, String otherwise) {
        var path = option(endpoint, option, otherwise);
        return path.startsWith("/") ? path : "/" + path;
    }

    private static String option(Endpoint endpoint, String name, String otherwise) {
        return endpoint.options().getOrDefault(name, otherwise);
    }
}
