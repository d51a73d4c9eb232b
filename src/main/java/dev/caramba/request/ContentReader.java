package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Content.Part;
import java.util.Locale;
import java.util.Optional;

/** Reads the content of a message: a string, or a list of parts. */
final class ContentReader {

    private static final String DATA = "data:";
    private static final String BASE64 = ";base64";

    private ContentReader() {}

    /** Returns the content; empty when it is missing or a list without parts. */
    static Optional<Content> optional(RequestFields message, String name) {
        var content = message.any(name);
        if (content.filter(JsonNode::isTextual).isPresent()) {
            return content.map(JsonNode::textValue).map(Content.Plain::new);
        }
        if (content.filter(node -> !node.isArray()).isPresent()) {
            throw message.wrong("expected a string or a list of parts", name);
        }
        var parts = message.objects(name).stream().map(ContentReader::part).toList();
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Content.Parts(parts));
    }

    private static Part part(RequestFields part) {
        var type = part.requiredText("type");
        return switch (type) {
            case "text" -> new Part.Text(part.requiredText("text"));
            case "refusal" -> new Part.Text(part.requiredText("refusal"));
            case "image_url" -> image(part);
            default ->
                throw part.wrong(
                        "unsupported content type " + RequestFields.quoted(type) + " (expected text or image_url)",
                        "type");
        };
    }

    private static Part image(RequestFields part) {
        var url = part.any("image_url").filter(JsonNode::isTextual).map(JsonNode::textValue);
        if (url.isPresent()) {
            return image(part, "image_url", url.get(), part.text("detail"));
        }
        var image = part.requiredObject("image_url");
        return image(image, "url", image.requiredText("url"), image.text("detail"));
    }

    private static Part image(RequestFields at, String name, String url, Optional<String> detail) {
        if (!url.regionMatches(true, 0, DATA, 0, DATA.length())) {
            return new Part.ImageUrl(url, detail);
        }
        int comma = url.indexOf(',');
        var head = url.substring(DATA.length(), Math.max(comma, DATA.length()));
        int semicolon = head.indexOf(';');
        if (semicolon < 1 || !head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw at.wrong("expected a data URL of the form data:<media type>;base64,<data>", name);
        }
        return new Part.InlineImage(head.substring(0, semicolon), url.substring(comma + 1), detail);
    }
}
