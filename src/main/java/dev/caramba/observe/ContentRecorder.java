package dev.caramba.observe;

import dev.caramba.generation.Event;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;

/** Keeps the prompt and the answer of one call, up to the length that the log needs. */
final class ContentRecorder {

    private final ContentRules rules;
    private final String prompt;
    private final StringBuilder answer = new StringBuilder();

    ContentRecorder(ContentRules rules, GenerationParams params) {
        this.rules = rules;
        var messages = params.messages();
        this.prompt = messages.isEmpty()
                ? params.embedding().map(ContentRecorder::text).orElse("")
                : text(messages.get(messages.size() - 1));
    }

    /** Records an event. Events of one stream come one after the other, but possibly on several threads. */
    synchronized void saw(Event event) {
        if (answer.length() > rules.worthKeeping()) {
            return;
        }
        if (event instanceof Event.Chunk chunk) {
            answer.append(chunk.text());
        } else if (event instanceof Event.ToolCall call) {
            answer.append(call.function().name())
                    .append('(')
                    .append(call.function().arguments())
                    .append(')');
        }
    }

    synchronized LoggedContent said() {
        return new LoggedContent(rules.fit(prompt), rules.fit(answer.toString()));
    }

    /** Returns the last text; tokens are none. */
    private static String text(EmbeddingInput input) {
        return input.tokens()
                ? ""
                : input.inputs().get(input.inputs().size() - 1).textValue();
    }

    private static String text(Message message) {
        if (message instanceof Message.System system) {
            return system.content().text();
        }
        if (message instanceof Message.User user) {
            return user.content().text();
        }
        if (message instanceof Message.ToolResult result) {
            return result.content().text();
        }
        return ((Message.Assistant) message).content().map(Content::text).orElse("");
    }
}
