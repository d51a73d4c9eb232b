package dev.caramba.testing;

import dev.caramba.format.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks for secrets in what came out, in every form in which they may have slipped through. */
public final class SecretScan {

    private static final int CONTEXT = 120;

    private final Map<String, Map<String, String>> forms = new LinkedHashMap<>();

    /** @param secrets by what they are called */
    public SecretScan(Map<String, String> secrets) {
        secrets.forEach((name, secret) -> forms.put(name, formsOf(secret)));
    }

    /** What was found in a text, one line each. */
    public List<String> find(String place, String text) {
        var found = new ArrayList<String>();
        forms.forEach((name, all) -> all.forEach((form, value) -> {
            int at = text.indexOf(value);
            if (at >= 0) {
                found.add("%s, %s, in %s: %s"
                        .formatted(
                                name,
                                form,
                                place,
                                text.substring(
                                        Math.max(0, at - CONTEXT),
                                        Math.min(text.length(), at + value.length() + CONTEXT))));
            }
        }));
        return found;
    }

    /** The forms of a secret, by what they are called. */
    static Map<String, String> formsOf(String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        var forms = new LinkedHashMap<String, String>();
        forms.put("plain", secret);
        var encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        forms.put("URL-encoded", encoded);
        forms.put("URL-encoded in lower case", lowerCaseEscapes(encoded));
        var quoted = Json.write(Json.array().add(secret));
        forms.put("in JSON", quoted.substring(2, quoted.length() - 2));
        forms.put("hexadecimal", HexFormat.of().formatHex(bytes));
        forms.put("hexadecimal in capitals", HexFormat.of().withUpperCase().formatHex(bytes));
        for (int before = 0; before < 3; before++) {
            var inner = innerBase64(bytes, before);
            forms.put("base64 behind " + before + " bytes", inner);
            forms.put(
                    "base64url behind " + before + " bytes",
                    inner.replace('+', '-').replace('/', '_'));
        }
        return forms;
    }

    /** Those characters that are the secret's alone, whatever stands around it. */
    private static String innerBase64(byte[] secret, int before) {
        var padded = new byte[before + secret.length];
        System.arraycopy(secret, 0, padded, before, secret.length);
        var text = Base64.getEncoder().withoutPadding().encodeToString(padded);
        int first = (before * 8 + 5) / 6;
        return text.substring(first, padded.length * 8 / 6);
    }

    private static String lowerCaseEscapes(String encoded) {
        return java.util.regex.Pattern.compile("%[0-9A-F]{2}")
                .matcher(encoded)
                .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
    }
}
