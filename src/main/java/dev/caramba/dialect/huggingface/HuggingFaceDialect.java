package dev.caramba.dialect.huggingface;

import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.EmbeddingDialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.Reply;
import dev.caramba.dialect.error.CommonErrors;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.WireFormat;
import dev.caramba.wire.WireHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The dialect of Hugging Face: its chat router, which speaks OpenAI's format, and the classic text generation API for
 * models without roles.
 *
 * <p>Options of an entry: {@code text-generation-models} (comma-separated names, default
 * {@code gpt2,openai-community/gpt2}), and those of the chat router's dialect.
 */
public final class HuggingFaceDialect implements Dialect {

    private static final String TEXT_GENERATION_MODELS = "gpt2,openai-community/gpt2";

    private static final EmbeddingDialect EMBEDDINGS = new HuggingFaceEmbeddings();

    private final Dialect chat;

    /** @param chat the dialect of the chat router; this dialect has the same name */
    public HuggingFaceDialect(Dialect chat) {
        this.chat = chat;
    }

    @Override
    public String name() {
        return chat.name();
    }

    @Override
    public Encoded encode(GenerationParams params, Endpoint endpoint) {
        return generatesText(params.model().orElseThrow(), endpoint)
                ? new TextGenerationRequest(params).encode(endpoint)
                : chat.encode(params, withChatPath(endpoint));
    }

    /** The router has neither legacy completions nor OpenAI's embeddings. */
    @Override
    public boolean passesOn(WireFormat format, Endpoint endpoint) {
        return format != WireFormat.COMPLETIONS && format != WireFormat.EMBEDDINGS && chat.passesOn(format, endpoint);
    }

    @Override
    public boolean takes(Content.Part part, Message message, GenerationParams params, Endpoint endpoint) {
        return generatesText(params.model().orElseThrow(), endpoint)
                ? TextGenerationRequest.takes(part)
                : chat.takes(part, message, params, endpoint);
    }

    @Override
    public boolean givesSeveralAnswers(GenerationParams params, Endpoint endpoint) {
        return !generatesText(params.model().orElseThrow(), endpoint) && chat.givesSeveralAnswers(params, endpoint);
    }

    @Override
    public Optional<EmbeddingDialect> embeddings() {
        return Optional.of(EMBEDDINGS);
    }

    @Override
    public Decoder decoder() {
        return new HuggingFaceDecoder(chat);
    }

    @Override
    public List<Event> decodeWhole(String body) {
        return Json.parse(body)
                .flatMap(TextGenerationAnswer::in)
                .map(TextGenerationAnswer::whole)
                .orElseGet(() -> chat.decodeWhole(body));
    }

    @Override
    public Event completed(Event event, WireHeaders headers) {
        return TextGenerationHeaders.complete(event, headers, requestId(headers));
    }

    @Override
    public Failure classify(Reply reply) {
        return CommonErrors.of(reply, HuggingFaceWaits::hint).withRequestId(requestId(reply.headers()));
    }

    @Override
    public Duration exhaustedFor(Reply reply) {
        return HuggingFaceWaits.exhaustedFor(reply).orElse(Duration.ZERO);
    }

    @Override
    public List<String> requestIdHeaders() {
        return chat.requestIdHeaders();
    }

    private static boolean generatesText(String model, Endpoint endpoint) {
        var names = endpoint.options().getOrDefault("text-generation-models", TEXT_GENERATION_MODELS);
        return Stream.of(names.split(",")).map(String::strip).anyMatch(model::equals);
    }

    /** Adds the paths of the chat router: an address of Hugging Face has no version in it. */
    private static Endpoint withChatPath(Endpoint endpoint) {
        var options = new HashMap<>(endpoint.options());
        options.putIfAbsent("path", "/v1/chat/completions");
        options.putIfAbsent("responses-path", "/v1/responses");
        return endpoint.withOptions(options);
    }
}
