package dev.caramba.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.format.Json;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Reasoning;
import dev.caramba.prompt.Seal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Sends thoughts back that Claude has signed. It refuses all others. */
final class AnthropicThoughts {

    private static final String FORMAT = "anthropic";

    private AnthropicThoughts() {}

    /**
     * Returns the thoughts of a turn that Claude has signed, and reports the others as dropped. A text that one of the
     * signed ones says too is not lost.
     */
    static List<Reasoning> of(Message.Assistant turn, DroppedParams dropped) {
        var signed =
                turn.reasoning().stream().filter(AnthropicThoughts::isSigned).toList();
        var told = signed.stream().map(thought -> letters(thought.text())).collect(Collectors.joining());
        turn.reasoning().stream()
                .filter(thought -> !isSigned(thought))
                .filter(thought -> thought.seal().isPresent() || !told.contains(letters(thought.text())))
                .forEach(thought -> dropped.add(thought.field()));
        return signed;
    }

    static ObjectNode write(Reasoning thought) {
        var seal = thought.seal().orElseThrow();
        return seal.data()
                .map(data -> Json.object().put("type", "redacted_thinking").put("data", data))
                .orElseGet(() -> Json.object()
                        .put("type", "thinking")
                        .put("thinking", thought.text())
                        .put("signature", seal.signature().orElseThrow()));
    }

    private static boolean isSigned(Reasoning thought) {
        return thought.seal()
                .map(Seal::format)
                .filter(format -> format.toLowerCase(Locale.ROOT).startsWith(FORMAT))
                .isPresent();
    }

    /** Returns the text without white space, which clients set between thoughts that they join. */
    private static String letters(String text) {
        return text.replaceAll("\\s+", "");
    }
}
