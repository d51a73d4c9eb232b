package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Content.Part;
import dev.caramba.prompt.Content.Source;
import java.util.Optional;

/** Reads the content of a message: a string, or a list of parts. */
final class ContentReader {

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
            case "text" -> new Part.Text(part.requiredText("text"), cacheControl(part));
            case "refusal" -> new Part.Text(part.requiredText("refusal"), cacheControl(part));
            case "image_url" -> image(part);
            case "file" -> document(part);
            case "input_audio" -> audio(part.requiredObject("input_audio"));
            case "video_url" -> new Part.Video(source(part.requiredObject("video_url"), "url"));
            default -> {
                part.leaveUnread(type);
                yield new Part.Unknown(type);
            }
        };
    }

    /** Returns the mark by which the provider caches the prompt up to this part, message or tool. */
    static Optional<ObjectNode> cacheControl(RequestFields marked) {
        return marked.ofKind(JsonNode::isObject, "cache_control", "cacheControl")
                .map(ObjectNode.class::cast);
    }

    private static Part image(RequestFields part) {
        var mark = cacheControl(part);
        var url = part.any("image_url").filter(JsonNode::isTextual).map(JsonNode::textValue);
        if (url.isPresent()) {
            return image(DataUrl.read(part, "image_url", url.get()), url.get(), part.text("detail"), mark);
        }
        var image = part.requiredObject("image_url");
        var address = image.requiredText("url");
        return image(DataUrl.read(image, "url", address), address, image.text("detail"), mark);
    }

    private static Part image(
            Optional<Source.Inline> data, String url, Optional<String> detail, Optional<ObjectNode> mark) {
        return data.<Part>map(inline -> new Part.InlineImage(inline.mediaType(), inline.base64(), detail, mark))
                .orElseGet(() -> new Part.ImageUrl(url, detail, mark));
    }

    /** Reads a file: a data URL, the data alone, an address, or the id that a provider gave it. */
    private static Part document(RequestFields part) {
        var file = part.requiredObject("file");
        var name = file.text("filename");
        var data = file.text("file_data", "fileData");
        var id = file.text("file_id", "fileId");
        if (data.isEmpty() && id.isEmpty()) {
            throw file.missing("a data URL, an address or file_id", "file_data");
        }
        Source source = data.map(text -> file(file, text, name)).orElseGet(() -> new Source.FileId(id.get()));
        return new Part.Document(source, name, cacheControl(part));
    }

    private static Source file(RequestFields file, String data, Optional<String> name) {
        if (DataUrl.isAddress(data)) {
            return new Source.Address(data);
        }
        return DataUrl.read(file, "file_data", data)
                .orElseGet(() -> new Source.Inline(DataUrl.typeOf(name.orElse("")), data));
    }

    private static Part audio(RequestFields audio) {
        return new Part.Audio(audio.text("format").orElse("wav"), audio.requiredText("data"));
    }

    private static Source source(RequestFields at, String name) {
        var url = at.requiredText(name);
        return DataUrl.read(at, name, url).<Source>map(data -> data).orElseGet(() -> new Source.Address(url));
    }
}
