package dev.caramba.wire.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says why a TLS handshake has failed, in words that name no address. */
public final class TlsFailure {

    /** Begins the JDK's message on a certificate that is for another host. */
    static final String NO_NAME = "No subject alternative";

    private static final String NO_NAME_AT_ALL = "No name matching";
    private static final Pattern ALERT = Pattern.compile("(?:Received|received) fatal alert: ([a-z_]+)");
    private static final int DEPTH = 20;

    private TlsFailure() {}

    /** Returns the reason as the end of a sentence that begins with "TLS failed". */
    public static String reason(Throwable cause) {
        if (any(cause, CertificateExpiredException.class::isInstance)) {
            return ": the server's certificate has expired";
        }
        if (any(cause, CertificateNotYetValidException.class::isInstance)) {
            return ": the server's certificate is not valid yet";
        }
        if (any(cause, CertificateRevokedException.class::isInstance)) {
            return ": the server's certificate is revoked";
        }
        if (any(cause, e -> says(e, NO_NAME) || says(e, NO_NAME_AT_ALL))) {
            return ": the server's certificate is for another host name";
        }
        if (isUnknownIssuer(cause)) {
            return ": the issuer of the server's certificate is not trusted";
        }
        if (any(
                cause,
                e -> e.getClass().getSimpleName().equals("NotSslRecordException")
                        || says(e, "Unsupported or unrecognized SSL message"))) {
            return ": the server does not speak it";
        }
        if (any(cause, e -> says(e, "closed while SSL/TLS handshake"))) {
            return ": the connection was closed during the handshake";
        }
        return alert(cause)
                .map(alert -> ": the server answered with the alert " + alert)
                .orElse("");
    }

    static boolean isUnknownIssuer(Throwable cause) {
        return any(cause, CertPathBuilderException.class::isInstance)
                || any(cause, e -> says(e, "unable to find valid certification path"));
    }

    private static Optional<String> alert(Throwable cause) {
        return causes(cause)
                .map(e -> ALERT.matcher(String.valueOf(e.getMessage())))
                .filter(alert -> alert.find())
                .map(alert -> alert.group(1))
                .findFirst();
    }

    private static boolean says(Throwable e, String words) {
        return e.getMessage() != null && e.getMessage().contains(words);
    }

    private static boolean any(Throwable cause, Predicate<Throwable> predicate) {
        return causes(cause).anyMatch(predicate);
    }

    private static Stream<Throwable> causes(Throwable cause) {
        return Stream.iterate(cause, e -> e != null, Throwable::getCause).limit(DEPTH);
    }
}
