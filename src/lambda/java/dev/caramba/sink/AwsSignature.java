package dev.caramba.sink;

import dev.caramba.format.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs POST requests to the root of a service of AWS, by its Signature Version 4. The signature covers the body and all
 * headers, so that the service refuses what was changed on the way.
 *
 * @param service the service as it is named in signatures, such as {@code sqs}
 */
record AwsSignature(String region, String service) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String MAC = "HmacSHA256";
    private static final String END = "aws4_request";
    private static final int DAY = 8;

    /**
     * Returns the headers to send, in the order of their names.
     *
     * @param host the value of the header that the client sends by itself
     * @param headers names in lower case, values without white space at their ends or twice in a row
     */
    Map<String, String> headers(
            AwsCredentials credentials, Instant now, String host, Map<String, String> headers, String body) {
        var time = time(now);
        var day = time.substring(0, DAY);
        var signed = new TreeMap<>(headers);
        signed.put("host", host);
        signed.put("x-amz-content-sha256", Sha256.hex(body));
        signed.put("x-amz-date", time);
        credentials.token().ifPresent(token -> signed.put("x-amz-security-token", token));

        var names = String.join(";", signed.keySet());
        var request = "POST\n/\n\n"
                + signed.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + names + "\n" + Sha256.hex(body);
        var scope = String.join("/", day, region, service, END);
        var text = String.join("\n", ALGORITHM, time, scope, Sha256.hex(request));
        signed.put(
                "authorization",
                ALGORITHM + " Credential=" + credentials.accessKey() + "/" + scope + ", SignedHeaders=" + names
                        + ", Signature=" + HexFormat.of().formatHex(mac(key(credentials, day), text)));
        signed.remove("host");
        return signed;
    }

    /** Returns a time in the form {@code 20261201T235959Z}. */
    private static String time(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[-:]", "");
    }

    /** Derives the key of this day, region and service. */
    private byte[] key(AwsCredentials credentials, String day) {
        var key = mac(("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8), day);
        return mac(mac(mac(key, region), service), END);
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}
