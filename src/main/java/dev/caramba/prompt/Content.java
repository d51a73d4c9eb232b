package dev.caramba.prompt;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The content of a message: plain text, or a list of parts. The two stay distinct because dialects send them as given.
 */
public sealed interface Content {

    /** Returns the parts, in order; plain text is one part. */
    List<Part> parts();

    /** Returns all texts, joined without a separator; images are left out. */
    default String text() {
        return parts().stream().map(Part::text).flatMap(Optional::stream).collect(Collectors.joining());
    }

    /** Plain text. */
    record Plain(String value) implements Content {

        @Override
        public List<Part> parts() {
            return List.of(new Part.Text(value));
        }
    }

    /** A list of parts. */
    record Parts(List<Part> parts) implements Content {}

    /** One part of a content. */
    sealed interface Part {

        /** Returns the part's text; empty for an image. */
        default Optional<String> text() {
            return Optional.empty();
        }

        /** A piece of text. */
        record Text(String value) implements Part {

            @Override
            public Optional<String> text() {
                return Optional.of(value);
            }
        }

        /** An image that travels in the request. */
        record InlineImage(String mediaType, String base64, Optional<String> detail) implements Part {}

        /** An image that the provider fetches. */
        record ImageUrl(String url, Optional<String> detail) implements Part {}
    }
}
