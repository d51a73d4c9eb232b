package dev.caramba.dialect.openai;

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
import dev.caramba.prompt.WireFormat;
import dev.caramba.wire.Framing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The dialect of OpenAI's Chat Completions and of the many servers that speak it.
 *
 * <p>Options of an entry: {@code path} (default {@code /chat/completions}), {@code max-tokens-field}
 * ({@code max_tokens} or {@code max_completion_tokens}), {@code stream-options} ({@code false} for old servers that
 * refuse {@code stream_options}), {@code auth-header} (a header other than {@code Authorization} gets the bare key), and that of {@link OpenAiEmbeddings}.
 */
public final class OpenAiDialect implements Dialect {

    private static final String PATH = "/chat/completions";
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
        boolean reasoning = flavour.hostsReasoningModels()
                && ReasoningModels.include(params.model().orElseThrow());
        var request = new OpenAiRequest(
                params,
                reasoning,
                reasoning ? "max_completion_tokens" : option(endpoint, "max-tokens-field", flavour.maxTokensField()),
                Boolean.parseBoolean(option(endpoint, "stream-options", "true")),
                flavour);
        var body = request.body();
        var accept = params.stream() ? "text/event-stream" : "application/json";
        return new Encoded(
                path(endpoint, "path", PATH), headers(accept, endpoint), body, Framing.SSE, request.dropped());
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
        return params.originalIn(WireFormat.CHAT).isPresent() || !(part instanceof Content.Part.Unknown);
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
