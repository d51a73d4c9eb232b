package dev.caramba.settings;

import dev.caramba.config.CarambaConfig.HttpKeys;
import dev.caramba.config.ConfigSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the certificates of authorities that are trusted besides those of the system. */
final class TlsValues {

    private static final ConfigSection SECTION = new ConfigSection("caramba.http");
    private static final String EXPECTED = "files of certificates in the PEM format, separated by commas";

    private TlsValues() {}

    static List<X509Certificate> read(HttpKeys keys) {
        return SECTION.list(keys.tlsCa()).stream()
                .flatMap(file -> certificates(file).stream())
                .toList();
    }

    private static List<X509Certificate> certificates(String file) {
        try (var in = Files.newInputStream(Path.of(file))) {
            var all = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (all.isEmpty()) {
                throw SECTION.wrong("tls-ca", file, EXPECTED + "; it has none");
            }
            return all;
        } catch (IOException | InvalidPathException e) {
            throw SECTION.wrong("tls-ca", file, EXPECTED + "; it cannot be read");
        } catch (CertificateException e) {
            throw SECTION.wrong("tls-ca", file, EXPECTED + "; it has none");
        }
    }
}
