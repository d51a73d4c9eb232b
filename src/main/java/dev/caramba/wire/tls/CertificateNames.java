package dev.caramba.wire.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares a host name with those of a certificate, by RFC 6125. */
final class CertificateNames {

    private static final Integer DNS_NAME = 2;

    private CertificateNames() {}

    /** @throws CertificateException when the certificate is for other hosts */
    static void check(X509Certificate certificate, String host) throws CertificateException {
        Collection<List<?>> names =
                Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
        var wanted = host.toLowerCase(Locale.ROOT);
        if (names.stream()
                .filter(name -> name.get(0).equals(DNS_NAME))
                .map(name -> ((String) name.get(1)).toLowerCase(Locale.ROOT))
                .noneMatch(name -> matches(name, wanted))) {
            throw new CertificateException(TlsFailure.NO_NAME + " DNS name matching " + host + " found.");
        }
    }

    private static boolean matches(String name, String host) {
        int dot = host.indexOf('.');
        return name.equals(host)
                || dot > 0 && name.startsWith("*.") && name.substring(1).equals(host.substring(dot));
    }
}
