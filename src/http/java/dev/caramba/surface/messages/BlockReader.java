package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Content.Part;
import dev.caramba.prompt.Content.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Reads the blocks of a content. Cache marks are left out: the caches of others need none. */
final class BlockReader {

    private static final Set<String> OF_ITS_MAKER = Set.of("thinking", "redacted_thinking");

    private BlockReader() {}

    static String typeOf(JsonNode block) {
        return block.path("type").asText();
    }

    /** Returns whether a block of an earlier answer is of use to its maker alone: thoughts, and tools of its servers. */
    static boolean isForItsMaker(String type) {
        return OF_ITS_MAKER.contains(type) || type.endsWith("_tool_use") || type.endsWith("_tool_result");
    }

    /** Returns the parts of a content; none where it is missing. */
    static List<Part> parts(JsonNode content) {
        if (content.isTextual()) {
            return List.of(new Part.Text(content.textValue()));
        }
        return StreamSupport.stream(content.spliterator(), false)
                .map(BlockReader::part)
                .toList();
    }

    /** Returns the content of these parts; a single text is plain. */
    static Content content(List<Part> parts) {
        return parts.size() == 1 && parts.get(0) instanceof Part.Text text
                ? new Content.Plain(text.value())
                : new Content.Parts(List.copyOf(parts));
    }

    /** Returns the part that a block becomes. What only Anthropic can read becomes an unknown one. */
    static Part part(JsonNode block) {
        var type = typeOf(block);
        var read = switch (type) {
            case "text" -> text(block.path("text"));
            case "image" -> image(block.path("source"));
            case "document" -> document(block, block.path("source"));
            case "tool_reference" -> reference(block.path("tool_name"));
            default -> Optional.<Part>empty();
        };
        return read.orElseGet(() -> new Part.Unknown(type));
    }

    private static Optional<Part> text(JsonNode text) {
        return Optional.of(text).filter(JsonNode::isTextual).map(value -> new Part.Text(value.textValue()));
    }

    /** Returns what a search for tools found: the tool is among those of the request. */
    private static Optional<Part> reference(JsonNode name) {
        return Optional.of(name)
                .filter(JsonNode::isTextual)
                .map(value -> new Part.Text("The tool " + value.textValue() + " can be called now."));
    }

    private static Optional<Part> image(JsonNode source) {
        return switch (source.path("type").asText()) {
            case "base64" ->
                Optional.of(new Part.InlineImage(
                        source.path("media_type").asText(), source.path("data").asText(), Optional.empty()));
            case "url" -> Optional.of(new Part.ImageUrl(source.path("url").asText(), Optional.empty()));
            default -> Optional.empty();
        };
    }

    private static Optional<Part> document(JsonNode block, JsonNode source) {
        var title = Optional.of(block.path("title")).filter(JsonNode::isTextual).map(JsonNode::textValue);
        return switch (source.path("type").asText()) {
            case "text" -> text(source.path("data"));
            case "base64" -> {
                var type = source.path("media_type").asText();
                var data = new Source.Inline(type, source.path("data").asText());
                yield Optional.of(document(data, title.or(() -> name(type))));
            }
            case "url" ->
                Optional.of(document(new Source.Address(source.path("url").asText()), title));
            default -> Optional.empty();
        };
    }

    /** Returns a name for a document without a title, since others refuse a file that has none. */
    private static Optional<String> name(String mediaType) {
        return Optional.of("document.pdf").filter(name -> mediaType.equals("application/pdf"));
    }

    private static Part document(Source source, Optional<String> title) {
        return new Part.Document(source, title, Optional.empty());
    }
}
