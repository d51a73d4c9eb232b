package dev.caramba.dialect;

import dev.caramba.format.Json;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.WireFormat;
import dev.caramba.request.CallRequest;
import dev.caramba.request.CompletionReader;
import dev.caramba.request.EmbeddingReader;
import dev.caramba.request.RequestReader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An endpoint whose calls providers answer. A dialect is asked what becomes of a request with a field that nobody knows. */
enum AskedEndpoint {
    CHAT("`POST /v1/chat/completions`", WireFormat.CHAT, "{'messages':[{'role':'user','content':'Hi'}],'novel':1}"),
    MESSAGES(
            "`POST /v1/messages`",
            WireFormat.MESSAGES,
            "{'max_tokens':4,'messages':[{'role':'user','content':'Hi'}],'novel':1}"),
    COUNT_TOKENS("`POST /v1/messages/count_tokens`", WireFormat.MESSAGES, MESSAGES.body),
    RESPONSES("`POST /v1/responses`", WireFormat.RESPONSES, "{'input':'Hi','novel':1}"),
    COMPLETIONS("`POST /v1/completions`", WireFormat.COMPLETIONS, "{'prompt':'Hi','novel':1}"),
    EMBEDDINGS("`POST /v1/embeddings`", WireFormat.EMBEDDINGS, "{'model':'m','input':'Hi','novel':1}"),
    FUNCTIONS("`POST /generate`, `POST /batch`, events", WireFormat.CHAT, "{'prompt':'Hi'}");

    /** What becomes of a request. */
    enum Way {
        NATIVE("native"),
        TRANSLATED("translated"),
        ESTIMATED("estimated"),
        NOT_SUPPORTED("–");

        final String words;

        Way(String words) {
            this.words = words;
        }
    }

    private static final String NOVEL = "novel";
    private static final String HI = "{'messages':[{'role':'user','content':'Hi'}]}".replace('\'', '"');

    private final String words;
    private final WireFormat format;
    private final String body;

    AskedEndpoint(String words, WireFormat format, String body) {
        this.words = words;
        this.format = format;
        this.body = body.replace('\'', '"');
    }

    String words() {
        return words;
    }

    WireFormat format() {
        return format;
    }

    /** What this dialect makes of the endpoint's requests, by what it would send. */
    Way asks(Dialect dialect) {
        return asks(dialect, Map.of());
    }

    /** The same for an entry with these options. */
    Way asks(Dialect dialect, Map<String, String> options) {
        var server = new Endpoint("http://p", Optional.of("k"), options);
        var params = read().params().withModel("m");
        return switch (this) {
            case EMBEDDINGS ->
                dialect.embeddings()
                        .map(vectors ->
                                way(vectors.encode(params, params.embedding().orElseThrow(), server)))
                        .orElse(Way.NOT_SUPPORTED);
            case COUNT_TOKENS ->
                dialect.encodeCount(params, server).map(AskedEndpoint::way).orElse(Way.ESTIMATED);
            case COMPLETIONS ->
                dialect.passesOn(format, server) ? way(dialect.encode(params, server)) : Way.NOT_SUPPORTED;
            case CHAT, MESSAGES, RESPONSES, FUNCTIONS -> way(dialect.encode(params, server));
        };
    }

    private static Way way(Encoded request) {
        return request.body().has(NOVEL) ? Way.NATIVE : Way.TRANSLATED;
    }

    private CallRequest read() {
        var json = Json.object(body).orElseThrow();
        return switch (this) {
            case CHAT -> RequestReader.chat(json, body);
            case MESSAGES, COUNT_TOKENS, RESPONSES ->
                RequestReader.translated(Json.object(HI).orElseThrow(), Set.of(), OriginalRequest.of(format, body));
            case COMPLETIONS -> CompletionReader.read(json, body);
            case EMBEDDINGS -> EmbeddingReader.read(json, body);
            case FUNCTIONS -> RequestReader.generate(json);
        };
    }
}
