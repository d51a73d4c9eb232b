package dev.caramba.dialect.google;

import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.EmbeddingDialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.Reply;
import dev.caramba.dialect.RequestHeaders;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.wire.Framing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The dialect of Google's Gemini API, with its methods generateContent and streamGenerateContent. */
public final class GoogleDialect implements Dialect {

    /** A model's name with its collection, as Google's lists of models write it. */
    private static final Pattern QUALIFIED = Pattern.compile("(models|tunedModels)/(.*)", Pattern.DOTALL);

    private static final EmbeddingDialect EMBEDDINGS = new GoogleEmbeddings();

    @Override
    public String name() {
        return "google";
    }

    @Override
    public Encoded encode(GenerationParams params, Endpoint endpoint) {
        var request = new GoogleRequest(params);
        var body = request.body();
        var accept = params.stream() ? "text/event-stream" : "application/json";
        var headers = RequestHeaders.of(accept, "x-goog-api-key", endpoint.apiKey());
        return new Encoded(pathOf(params), headers, body, Framing.SSE_OR_BARE_JSON, request.dropped());
    }

    @Override
    public boolean takes(Content.Part part, Message message, GenerationParams params, Endpoint endpoint) {
        return GoogleParts.takes(part, message);
    }

    @Override
    public Optional<EmbeddingDialect> embeddings() {
        return Optional.of(EMBEDDINGS);
    }

    @Override
    public Decoder decoder() {
        return new GoogleDecoder();
    }

    @Override
    public List<Event> decodeWhole(String body) {
        return GoogleDecoder.decodeWhole(body);
    }

    @Override
    public Failure classify(Reply reply) {
        return GoogleErrors.of(reply).withRequestId(requestId(reply.headers()));
    }

    private static String pathOf(GenerationParams params) {
        var model = params.model().orElseThrow();
        return "/v1beta/" + path(model) + (params.stream() ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    /** Returns the model's name with its collection. */
    static String qualified(String model) {
        return QUALIFIED.matcher(model).matches() ? model : "models/" + model;
    }

    /** Returns the model's name with its collection, for a path. */
    static String path(String model) {
        var qualified = QUALIFIED.matcher(qualified(model));
        qualified.matches();
        return qualified.group(1) + "/" + encoded(qualified.group(2));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
