package dev.caramba.dialect.ollama;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caramba.dialect.TextDocuments;
import dev.caramba.dialect.UnsaidContent;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Content.Part;

/** Brings contents into the form that Ollama takes: one text, and the images beside it. */
final class OllamaContents {

    private OllamaContents() {}

    /** Returns whether there is a place for this part. Ollama fetches nothing. */
    static boolean takes(Part part) {
        return part.text().isPresent()
                || part instanceof Part.InlineImage
                || TextDocuments.textOf(part).isPresent();
    }

    /** Returns all texts in one. Texts are joined as they are; a document has lines of its own. */
    static String text(Content content) {
        var text = new StringBuilder();
        boolean behindDocument = false;
        for (var part : content.parts()) {
            var document = TextDocuments.textOf(part);
            var said = part.text().or(() -> document).orElse("");
            if (!text.isEmpty() && !said.isEmpty() && (behindDocument || document.isPresent())) {
                text.append('\n');
            }
            text.append(said);
            behindDocument = said.isEmpty() ? behindDocument : document.isPresent();
        }
        return text.toString();
    }

    static ArrayNode images(Content content) {
        var images = Json.array();
        content.parts().stream().filter(part -> part.text().isEmpty()).forEach(part -> {
            if (part instanceof Part.InlineImage image) {
                images.add(image.base64());
            } else if (!takes(part)) {
                throw UnsaidContent.of(part);
            }
        });
        return images;
    }
}
