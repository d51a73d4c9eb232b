package dev.caramba.dialect.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.MediaTypes;
import dev.caramba.dialect.UnsaidContent;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content.Part;
import dev.caramba.prompt.Content.Source;
import dev.caramba.prompt.Message;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes parts of a content as Gemini's parts. */
final class GoogleParts {

    /** The type of data of which nothing is known. */
    private static final String ANY = "application/octet-stream";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("png", "image/png"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("heic", "image/heic"),
            Map.entry("heif", "image/heif"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("txt", "text/plain"),
            Map.entry("md", "text/markdown"),
            Map.entry("csv", "text/csv"),
            Map.entry("html", "text/html"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("mpeg", "video/mpeg"),
            Map.entry("mov", "video/mov"),
            Map.entry("webm", "video/webm"));

    private GoogleParts() {}

    /** Returns whether there is a place for this part of this message. Instructions have texts alone. */
    static boolean takes(Part part, Message message) {
        return part.text().isPresent()
                || !(message instanceof Message.System) && written(part).isPresent();
    }

    static ObjectNode write(Part part) {
        return written(part).orElseThrow(() -> UnsaidContent.of(part));
    }

    private static Optional<ObjectNode> written(Part part) {
        if (part instanceof Part.Text text) {
            return Optional.of(Json.object().put("text", text.value()));
        }
        if (part instanceof Part.InlineImage image) {
            return Optional.of(inline(image.mediaType(), image.base64()));
        }
        if (part instanceof Part.ImageUrl image) {
            return Optional.of(file(image.url()));
        }
        if (part instanceof Part.Audio audio) {
            return Optional.of(inline("audio/" + audio.format(), audio.base64()));
        }
        if (part instanceof Part.Video video) {
            return of(video.source());
        }
        return part instanceof Part.Document document ? of(document.source()) : Optional.empty();
    }

    private static Optional<ObjectNode> of(Source source) {
        if (source instanceof Source.Address address) {
            return Optional.of(file(address.url()));
        }
        return source instanceof Source.Inline inline
                        && !MediaTypes.registered(inline.mediaType()).equals(ANY)
                ? Optional.of(inline(inline.mediaType(), inline.base64()))
                : Optional.empty();
    }

    private static ObjectNode inline(String mediaType, String data) {
        var part = Json.object();
        part.putObject("inlineData")
                .put("mimeType", MediaTypes.registered(mediaType))
                .put("data", data);
        return part;
    }

    private static ObjectNode file(String url) {
        var part = Json.object();
        var file = part.putObject("fileData");
        Optional.ofNullable(TYPES.get(endingOf(url))).ifPresent(type -> file.put("mimeType", type));
        file.put("fileUri", url);
        return part;
    }

    /** Returns the file extension of the URL's path. */
    private static String endingOf(String url) {
        var path = url.split("[?#]", 2)[0].toLowerCase(Locale.ROOT);
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
