package dev.caramba.packaged;

import dev.caramba.testing.RawHttp;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A call that is open while its instance stops: what its caller sends, what its provider does meanwhile, and how it ends
 * when it is whole and when it is not.
 *
 * @param begun what comes at once, and shows that the answer has begun; empty where nothing comes before the end
 * @param whole the end of a complete answer
 * @param stopped what the caller is told when the instance does not wait any longer
 */
record DrainedCall(String path, String body, String[] headers, Optional<String> begun, String whole, String stopped) {

    /** The prompt to which the provider says the rest when it is let. */
    static final String FINISHING = "finishing";

    /** The prompt to which the provider never says the rest. */
    static final String STUCK = "stuck";

    private static final String BEGUN = "one ";
    private static final ChatAnswer ANSWER = ChatAnswer.of(BEGUN + "two!").inEvents(2);
    private static final String OPENAIS =
            "\"message\":\"This instance is stopping.\",\"type\":\"service_unavailable_error\"";
    private static final String ANTHROPICS = "\"type\":\"overloaded_error\",\"message\":\"This instance is stopping.\"";

    static DrainedCall chat(String prompt) {
        return stream(
                "/v1/chat/completions",
                "{'stream':true,'messages':[{'role':'user','content':'%s'}]}",
                prompt,
                "data: [DONE]\n\n",
                "data: {\"error\":{" + OPENAIS);
    }

    static DrainedCall completions(String prompt) {
        return stream(
                "/v1/completions",
                "{'stream':true,'prompt':'%s'}",
                prompt,
                "data: [DONE]\n\n",
                "data: {\"error\":{" + OPENAIS);
    }

    static DrainedCall messages(String prompt) {
        return stream(
                "/v1/messages",
                "{'stream':true,'model':'auto','max_tokens':9,'messages':[{'role':'user','content':'%s'}]}",
                prompt,
                "event: message_stop\n",
                "event: error\ndata: {\"type\":\"error\",\"error\":{" + ANTHROPICS);
    }

    static DrainedCall responses(String prompt) {
        return stream(
                "/v1/responses",
                "{'stream':true,'input':'%s'}",
                prompt,
                "event: response.completed\n",
                "event: response.failed\n");
    }

    static DrainedCall generate(String prompt, String... headers) {
        return unary("/generate", "{'prompt':'%s'}", prompt, "\"text\":\"one two!\"", OPENAIS, headers);
    }

    static DrainedCall event(String prompt) {
        return unary(
                "/",
                "{'prompt':'%s'}",
                prompt,
                "\"text\":\"one two!\"",
                "retry-after: 1",
                "ce-id: " + prompt,
                "ce-source: s",
                "ce-type: caramba.generate",
                "ce-specversion: 1.0");
    }

    static DrainedCall batch(String prompt) {
        return unary(
                "/batch",
                "{'prompts':[{'id':'a','prompt':'%s'}]}",
                prompt,
                "\"status\":\"succeeded\"",
                "\"status\":\"failed\",\"error\":{" + OPENAIS);
    }

    static DrainedCall embeddings(String prompt) {
        return unary("/v1/embeddings", "{'model':'p/m','input':'%s'}", prompt, "\"embedding\":[0.5", OPENAIS);
    }

    static DrainedCall wholeChat(String prompt) {
        return unary(
                "/v1/chat/completions",
                "{'messages':[{'role':'user','content':'%s'}]}",
                prompt,
                "\"content\":\"one two!\"",
                OPENAIS);
    }

    static DrainedCall wholeMessage(String prompt) {
        return unary(
                "/v1/messages",
                "{'model':'auto','max_tokens':9,'messages':[{'role':'user','content':'%s'}]}",
                prompt,
                "\"text\":\"one two!\"",
                ANTHROPICS);
    }

    static DrainedCall wholeResponse(String prompt) {
        return unary("/v1/responses", "{'input':'%s'}", prompt, "\"text\":\"one two!\"", OPENAIS);
    }

    private static DrainedCall stream(String path, String body, String prompt, String whole, String stopped) {
        return new DrainedCall(path, json(body, prompt), new String[0], Optional.of(BEGUN), whole, stopped);
    }

    private static DrainedCall unary(
            String path, String body, String prompt, String whole, String stopped, String... headers) {
        return new DrainedCall(path, json(body, prompt), headers, Optional.empty(), whole, stopped);
    }

    private static String json(String body, String prompt) {
        return body.formatted(prompt).replace('\'', '"');
    }

    /** Sends it, and waits until the answer has begun where it does. */
    Open open(int port) {
        var caller = new RawHttp(port).post(path, body, headers);
        return new Open(this, caller, begun.map(caller::readUntil).orElse(""));
    }

    /** A call that was sent. */
    record Open(DrainedCall call, RawHttp caller, String read) implements AutoCloseable {

        /** Everything up to the end of the connection. */
        String readToEnd() {
            return read + caller.read(Integer.MAX_VALUE);
        }

        @Override
        public void close() {
            caller.close();
        }
    }

    /** What the provider does with a request: the first half at once, the rest when it is let, or never. */
    static Script script(Received request, CompletableFuture<?> rest) {
        var stuck = request.text().contains(STUCK);
        if (!request.json().path("stream").asBoolean()) {
            return stuck ? Script.never() : unary(request).after(rest);
        }
        var first = request.path().endsWith("/v1/completions")
                ? Script.sse("{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"text\":\"" + BEGUN + "\"}]}")
                : ANSWER.cutAfter(1);
        return stuck
                ? first.thenHang()
                : first.until(rest)
                        .chunk("data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"text\":\"two!\","
                                + "\"delta\":{\"content\":\"two!\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
    }

    private static Script unary(Received request) {
        return request.path().endsWith("/embeddings")
                ? Script.json(
                        200,
                        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,1]}]}")
                : ANSWER.unary();
    }
}
