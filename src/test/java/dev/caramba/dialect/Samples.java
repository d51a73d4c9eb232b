package dev.caramba.dialect;

import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.wire.Framer;
import dev.caramba.wire.WireHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small values that the tests of dialects start from. */
public final class Samples {

    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private Samples() {}

    public static GenerationParams hello(String model) {
        return GenerationParams.of(List.of(new Message.User(new Content.Plain("Hello"))))
                .withModel(model);
    }

    public static Endpoint endpoint(Map<String, String> options) {
        return new Endpoint("https://example.org/v1", Optional.of("secret"), options);
    }

    public static Reply reply(int status, String body, Map<String, String> headers) {
        return new Reply(status, new WireHeaders(headers.entrySet()), body, NOW);
    }

    /** A framer for the dialect's streams. */
    static Framer framer(Dialect dialect, int maxFrameSize) {
        var encoded = dialect.encode(hello("m").withStream(true), endpoint(Map.of()));
        return encoded.framing().framer(maxFrameSize);
    }

    /** A streamed chunk of answer {@code r1} by model {@code m}. */
    public static String chunk(String delta, String finishReason) {
        return """
                {"id":"r1","model":"m","choices":[{"index":0,"delta":%s,"finish_reason":"%s"}]}""".formatted(delta, finishReason);
    }
}
