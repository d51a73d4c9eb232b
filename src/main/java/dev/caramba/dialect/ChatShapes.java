package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import java.util.Optional;

/** Writes contents and function calls in the format of OpenAI's chat completions, which other vendors have adopted. */
public final class ChatShapes {

    private ChatShapes() {}

    /** Writes one function call, with {@code {}} in place of blank arguments. */
    public static ObjectNode write(FunctionCall call) {
        if (call.custom()) {
            var custom = Json.object().put("id", call.id()).put("type", "custom");
            custom.putObject("custom").put("name", call.name()).put("input", call.arguments());
            return custom;
        }
        var entry = Json.object().put("id", call.id()).put("type", "function");
        entry.putObject("function")
                .put("name", call.name())
                .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
        return entry;
    }

    /** Writes a text as a string and any other content as a list of parts. */
    public static JsonNode write(Content content) {
        if (content instanceof Content.Plain plain) {
            return TextNode.valueOf(plain.value());
        }
        var list = Json.array();
        content.parts().forEach(part -> list.add(write(part)));
        return list;
    }

    private static ObjectNode write(Content.Part part) {
        var written = unmarked(part);
        part.cacheControl().ifPresent(mark -> written.set("cache_control", mark));
        return written;
    }

    private static ObjectNode unmarked(Content.Part part) {
        if (part instanceof Content.Part.InlineImage image) {
            return image("data:" + image.mediaType() + ";base64," + image.base64(), image.detail());
        }
        if (part instanceof Content.Part.ImageUrl image) {
            return image(image.url(), image.detail());
        }
        if (part instanceof Content.Part.Document document) {
            return document(document);
        }
        if (part instanceof Content.Part.Audio audio) {
            var node = Json.object().put("type", audio.type());
            node.putObject(audio.type()).put("data", audio.base64()).put("format", audio.format());
            return node;
        }
        if (part instanceof Content.Part.Video video) {
            var node = Json.object().put("type", video.type());
            node.putObject(video.type()).put("url", url(video.source()));
            return node;
        }
        return Json.object().put("type", "text").put("text", part.text().orElse(""));
    }

    private static ObjectNode image(String url, Optional<String> detail) {
        var part = Json.object().put("type", "image_url");
        var image = part.putObject("image_url").put("url", url);
        detail.ifPresent(level -> image.put("detail", level));
        return part;
    }

    private static ObjectNode document(Content.Part.Document document) {
        var node = Json.object().put("type", document.type());
        var file = node.putObject("file");
        document.name().ifPresent(name -> file.put("filename", name));
        if (document.source() instanceof Content.Source.FileId id) {
            file.put("file_id", id.id());
        } else {
            file.put("file_data", url(document.source()));
        }
        return node;
    }

    private static String url(Content.Source source) {
        return source instanceof Content.Source.Inline inline
                ? "data:" + inline.mediaType() + ";base64," + inline.base64()
                : ((Content.Source.Address) source).url();
    }
}
