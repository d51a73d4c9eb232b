package dev.caramba.dialect;

import dev.caramba.prompt.Content;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Reads documents that are texts, for providers that take them as such. */
public final class TextDocuments {

    private TextDocuments() {}

    /** Returns the document's text; empty when the part is no text document in UTF-8 that travels in the request. */
    public static Optional<String> textOf(Content.Part part) {
        return part instanceof Content.Part.Document document
                        && document.source() instanceof Content.Source.Inline inline
                        && MediaTypes.isText(inline.mediaType())
                ? decoded(inline.base64())
                : Optional.empty();
    }

    private static Optional<String> decoded(String base64) {
        try {
            var bytes = Base64.getMimeDecoder().decode(base64);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
