package dev.caramba.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The content of a message: plain text, or a list of parts. The two stay distinct because dialects send them as given.
 */
public sealed interface Content {

    /** Returns the parts, in order; plain text is one part. */
    List<Part> parts();

    /** Returns all texts, joined without a separator; other parts are left out. */
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

        /** Returns the type of the part, as OpenAI names it. */
        String type();

        /** Returns the part's text; empty for a part that is no text. */
        default Optional<String> text() {
            return Optional.empty();
        }

        /** Returns the mark by which the provider caches the prompt up to this part, in Anthropic's form. */
        default Optional<ObjectNode> cacheControl() {
            return Optional.empty();
        }

        /** Returns whether the part can have a cache mark. */
        default boolean isMarkable() {
            return !(this instanceof Audio || this instanceof Video || this instanceof Unknown);
        }

        /** Returns the same part with this cache mark; a part that is not {@linkplain #isMarkable markable} stays as it is. */
        default Part marked(ObjectNode cacheControl) {
            return this;
        }

        /** A piece of text. */
        record Text(String value, Optional<ObjectNode> cacheControl) implements Part {

            public Text(String value) {
                this(value, Optional.empty());
            }

            @Override
            public String type() {
                return "text";
            }

            @Override
            public Optional<String> text() {
                return Optional.of(value);
            }

            @Override
            public Part marked(ObjectNode mark) {
                return new Text(value, Optional.of(mark));
            }
        }

        /** An image that travels in the request. */
        record InlineImage(String mediaType, String base64, Optional<String> detail, Optional<ObjectNode> cacheControl)
                implements Part {

            public InlineImage(String mediaType, String base64, Optional<String> detail) {
                this(mediaType, base64, detail, Optional.empty());
            }

            @Override
            public String type() {
                return "image_url";
            }

            @Override
            public Part marked(ObjectNode mark) {
                return new InlineImage(mediaType, base64, detail, Optional.of(mark));
            }
        }

        /** An image that the provider fetches. */
        record ImageUrl(String url, Optional<String> detail, Optional<ObjectNode> cacheControl) implements Part {

            public ImageUrl(String url, Optional<String> detail) {
                this(url, detail, Optional.empty());
            }

            @Override
            public String type() {
                return "image_url";
            }

            @Override
            public Part marked(ObjectNode mark) {
                return new ImageUrl(url, detail, Optional.of(mark));
            }
        }

        /** A document, such as a PDF or a text file. */
        record Document(Source source, Optional<String> name, Optional<ObjectNode> cacheControl) implements Part {

            @Override
            public String type() {
                return "file";
            }

            @Override
            public Part marked(ObjectNode mark) {
                return new Document(source, name, Optional.of(mark));
            }
        }

        /**
         * A recording.
         *
         * @param format the format's name, such as {@code wav}
         */
        record Audio(String format, String base64) implements Part {

            @Override
            public String type() {
                return "input_audio";
            }
        }

        /** A video. */
        record Video(Source source) implements Part {

            @Override
            public String type() {
                return "video_url";
            }
        }

        /** A part of a type that the product does not know. Only a provider of the caller's wire format can take it. */
        record Unknown(String type) implements Part {}
    }

    /** Where the data of a part is. */
    sealed interface Source {

        /** Data that travel in the request. */
        record Inline(String mediaType, String base64) implements Source {}

        /** Data that the provider fetches. */
        record Address(String url) implements Source {}

        /** A file that was given to one provider before, by that provider's id. */
        record FileId(String id) implements Source {}
    }
}
