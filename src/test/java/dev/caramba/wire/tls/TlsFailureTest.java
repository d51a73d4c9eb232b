package dev.caramba.wire.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TlsFailureTest {

    @Test
    void a_certificate_out_of_its_time_is_told_however_deep_the_cause() {
        assertEquals(
                ": the server's certificate has expired",
                TlsFailure.reason(failed(path(new CertificateExpiredException("NotAfter: Mon")))));
        assertEquals(
                ": the server's certificate is not valid yet",
                TlsFailure.reason(failed(path(new CertificateNotYetValidException("NotBefore: Mon")))));
    }

    @Test
    void an_alert_of_the_server_is_told() {
        assertEquals(
                ": the server answered with the alert certificate_required",
                TlsFailure.reason(failed(new SSLHandshakeException("Received fatal alert: certificate_required"))));
    }

    @Test
    void an_unknown_failure_is_told_without_its_words() {
        assertEquals("", TlsFailure.reason(failed(new CertificateException("of secret.example"))));
    }

    private static Throwable path(Throwable cause) {
        return new CertificateException("PKIX path validation failed", new CertPathValidatorException("", cause));
    }

    private static Throwable failed(Throwable cause) {
        var failure = new SSLHandshakeException("Failed to create SSL connection");
        failure.initCause(cause);
        return failure;
    }
}
