package dev.caramba.dialect.cohere;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caramba.dialect.ChatShapes;
import dev.caramba.dialect.TextDocuments;
import dev.caramba.dialect.UnsaidContent;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Content.Part;
import dev.caramba.prompt.Message;
import java.util.List;
import java.util.Optional;

/** Brings contents into the form that Cohere takes: texts, and images of users. */
final class CohereContents {

    private CohereContents() {}

    /** Returns whether there is a place for this part of this message. Only users may show images. */
    static boolean takes(Part part, Message message) {
        return textOf(part).isPresent() || message instanceof Message.User && isImage(part);
    }

    /** Returns a user's content, with text documents as texts and without cache marks. */
    static Content of(Content content) {
        return content instanceof Content.Plain
                ? content
                : new Content.Parts(
                        content.parts().stream().map(CohereContents::unmarked).toList());
    }

    /** Returns a content of texts alone. */
    static Content texts(Content content) {
        var said = of(content);
        said.parts().stream().filter(CohereContents::isImage).findFirst().ifPresent(part -> {
            throw UnsaidContent.of(part);
        });
        return said;
    }

    /** Writes the content of a turn that begins with thoughts. */
    static ArrayNode thinking(List<String> thoughts, Optional<Content> content) {
        var list = Json.array();
        thoughts.forEach(text -> list.addObject().put("type", "thinking").put("thinking", text));
        content.map(said -> ChatShapes.write(new Content.Parts(said.parts())))
                .ifPresent(parts -> parts.forEach(list::add));
        return list;
    }

    private static Part unmarked(Part part) {
        if (part instanceof Part.InlineImage image) {
            return new Part.InlineImage(image.mediaType(), image.base64(), image.detail());
        }
        if (part instanceof Part.ImageUrl image) {
            return new Part.ImageUrl(image.url(), image.detail());
        }
        return new Part.Text(textOf(part).orElseThrow(() -> UnsaidContent.of(part)));
    }

    private static Optional<String> textOf(Part part) {
        return part.text().or(() -> TextDocuments.textOf(part));
    }

    private static boolean isImage(Part part) {
        return part instanceof Part.InlineImage || part instanceof Part.ImageUrl;
    }
}
