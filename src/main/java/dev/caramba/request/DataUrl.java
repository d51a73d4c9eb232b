package dev.caramba.request;

import dev.caramba.prompt.Content.Source;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads data URLs of the form {@code data:<media type>;base64,<data>}. */
final class DataUrl {

    private static final String DATA = "data:";
    private static final String BASE64 = ";base64";
    private static final String ANY_TYPE = "application/octet-stream";

    private static final Map<String, String> TYPES = Map.of(
            "pdf", "application/pdf",
            "txt", "text/plain",
            "md", "text/markdown",
            "csv", "text/csv",
            "html", "text/html",
            "htm", "text/html",
            "xml", "text/xml",
            "json", "application/json");

    private DataUrl() {}

    /**
     * Returns the data; empty when the text is no data URL.
     *
     * @throws dev.caramba.generation.ProviderException when it is a data URL of another form
     */
    static Optional<Source.Inline> read(RequestFields at, String name, String url) {
        if (!url.regionMatches(true, 0, DATA, 0, DATA.length())) {
            return Optional.empty();
        }
        int comma = url.indexOf(',');
        var head = url.substring(DATA.length(), Math.max(comma, DATA.length()));
        int semicolon = head.indexOf(';');
        if (semicolon < 1 || !head.toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw at.wrong("expected a data URL of the form data:<media type>;base64,<data>", name);
        }
        return Optional.of(new Source.Inline(head.substring(0, semicolon), url.substring(comma + 1)));
    }

    /** Returns whether the text is an address from which a provider can fetch the data. */
    static boolean isAddress(String text) {
        return text.regionMatches(true, 0, "https://", 0, 8)
                || text.regionMatches(true, 0, "http://", 0, 7)
                || text.regionMatches(true, 0, "gs://", 0, 5);
    }

    /** Returns the media type for a file's name. */
    static String typeOf(String filename) {
        var extension = filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, ANY_TYPE);
    }
}
