package dev.caramba.provider;

import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lists the encodings in which a server may repeat a key. */
final class SecretForms {

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    private SecretForms() {}

    /**
     * Returns the encoded forms of a key. The longest come first: masking a shorter one first could leave parts of a
     * longer one.
     */
    static List<String> of(String key) {
        var bytes = key.getBytes(StandardCharsets.UTF_8);
        var escaped = URLEncoder.encode(key, StandardCharsets.UTF_8);
        var hex = HexFormat.of().formatHex(bytes);
        var json = TextNode.valueOf(key).toString();
        var base64 = Stream.of(0, 1, 2).map(before -> base64(bytes, before)).toList();
        return Stream.of(
                        Stream.of(
                                key,
                                escaped,
                                ESCAPE.matcher(escaped)
                                        .replaceAll(code -> code.group().toLowerCase(Locale.ROOT)),
                                json.substring(1, json.length() - 1),
                                hex,
                                hex.toUpperCase(Locale.ROOT),
                                Base64.getEncoder().withoutPadding().encodeToString(bytes)),
                        base64.stream(),
                        base64.stream().map(text -> text.replace('+', '-').replace('/', '_')))
                .flatMap(forms -> forms)
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /**
     * Returns the characters that the key alone determines in the base64 form of a longer text.
     *
     * @param before how many bytes precede the key in its first group of three bytes, which four characters encode
     */
    private static String base64(byte[] key, int before) {
        var shifted = new byte[before + key.length];
        System.arraycopy(key, 0, shifted, before, key.length);
        int first = (before * Byte.SIZE + 5) / 6;
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString(shifted)
                .substring(first, shifted.length * Byte.SIZE / 6);
    }
}
