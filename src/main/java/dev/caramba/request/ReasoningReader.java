package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.prompt.Reasoning;
import dev.caramba.prompt.Seal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the thoughts of an earlier answer: a text, a list of thoughts with their makers' seals, or both. */
final class ReasoningReader {

    private static final String DETAILS = "reasoning_details";
    private static final String UNKNOWN_FORMAT = "unknown";

    private ReasoningReader() {}

    static List<Reasoning> read(RequestFields message) {
        var texts = Stream.of("reasoning_content", "reasoning").flatMap(name -> text(message, name).stream());
        var details = message.ofKind(JsonNode::isArray, DETAILS).isPresent()
                ? message.objects(DETAILS).stream().flatMap(ReasoningReader::detail)
                : Stream.<Reasoning>empty();
        return Stream.concat(texts, details).toList();
    }

    private static Optional<Reasoning> text(RequestFields message, String name) {
        return message.ofKind(JsonNode::isTextual, name)
                .filter(node -> !node.textValue().isEmpty())
                .map(node -> new Reasoning(node.textValue(), Optional.empty(), name));
    }

    private static Stream<Reasoning> detail(RequestFields detail) {
        detail.skip("type", "id", "index");
        var format = detail.text("format").orElse(UNKNOWN_FORMAT);
        var signature = detail.text("signature");
        var data = detail.text("data");
        var text = detail.text("text").or(() -> detail.text("summary")).orElse("");
        var seal = signature.isPresent() || data.isPresent()
                ? Optional.of(new Seal(format, signature, data))
                : Optional.<Seal>empty();
        return text.isEmpty() && seal.isEmpty() ? Stream.empty() : Stream.of(new Reasoning(text, seal, DETAILS));
    }
}
