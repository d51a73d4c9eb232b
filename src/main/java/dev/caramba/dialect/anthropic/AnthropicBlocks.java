package dev.caramba.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.MediaTypes;
import dev.caramba.dialect.TextDocuments;
import dev.caramba.dialect.UnsaidContent;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content.Part;
import dev.caramba.prompt.Content.Source;
import dev.caramba.prompt.Message;
import java.util.Optional;

/** Writes parts of a content as Anthropic's blocks. */
final class AnthropicBlocks {

    private static final String PDF = "application/pdf";

    private AnthropicBlocks() {}

    /** Returns whether there is a block for this part of this message. Instructions and the assistant have texts alone. */
    static boolean takes(Part part, Message message) {
        if (message instanceof Message.System || message instanceof Message.Assistant) {
            return part.text().isPresent();
        }
        return unmarked(part).isPresent();
    }

    static ObjectNode write(Part part) {
        var block = unmarked(part).orElseThrow(() -> UnsaidContent.of(part));
        part.cacheControl().ifPresent(mark -> block.set("cache_control", mark));
        return block;
    }

    private static Optional<ObjectNode> unmarked(Part part) {
        if (part instanceof Part.Text text) {
            return Optional.of(Json.object().put("type", "text").put("text", text.value()));
        }
        if (part instanceof Part.InlineImage image) {
            return Optional.of(block("image", base64(MediaTypes.registered(image.mediaType()), image.base64())));
        }
        if (part instanceof Part.ImageUrl image) {
            return Optional.of(block("image", address(image.url())));
        }
        return part instanceof Part.Document document
                ? sourceOf(document).map(source -> document(document, source))
                : Optional.empty();
    }

    private static Optional<ObjectNode> sourceOf(Part.Document document) {
        if (document.source() instanceof Source.Address address) {
            return Optional.of(address(address.url()));
        }
        if (document.source() instanceof Source.Inline inline
                && MediaTypes.registered(inline.mediaType()).equals(PDF)) {
            return Optional.of(base64(PDF, inline.base64()));
        }
        return TextDocuments.textOf(document)
                .filter(text -> !text.isEmpty())
                .map(text -> Json.object()
                        .put("type", "text")
                        .put("media_type", "text/plain") // the only one that it takes
                        .put("data", text));
    }

    private static ObjectNode document(Part.Document document, ObjectNode source) {
        var block = block("document", source);
        document.name().filter(name -> !name.isBlank()).ifPresent(name -> block.put("title", name));
        return block;
    }

    private static ObjectNode base64(String mediaType, String data) {
        return Json.object().put("type", "base64").put("media_type", mediaType).put("data", data);
    }

    private static ObjectNode address(String url) {
        return Json.object().put("type", "url").put("url", url);
    }

    private static ObjectNode block(String type, ObjectNode source) {
        return Json.object().put("type", type).set("source", source);
    }
}
