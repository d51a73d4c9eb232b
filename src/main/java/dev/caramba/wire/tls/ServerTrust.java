package dev.caramba.wire.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts servers whose certificates an authority of the system or a configured one has signed, and that are for the host
 * that was asked for. The trust of the system is read at the first handshake.
 */
public final class ServerTrust extends X509ExtendedTrustManager {

    private final List<X509Certificate> authorities;
    private List<X509ExtendedTrustManager> delegates = List.of();

    /** @param authorities certificates of authorities that are trusted besides those of the system */
    public ServerTrust(List<X509Certificate> authorities) {
        this.authorities = authorities;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (engine.getPeerHost() != null && engine.getPeerHost().contains("_")) {
            // The JDK takes a name with an underscore for none, and refuses each certificate.
            check(delegate -> delegate.checkServerTrusted(chain, authType));
            CertificateNames.check(chain[0], engine.getPeerHost());
        } else {
            check(delegate -> delegate.checkServerTrusted(chain, authType, engine));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(delegate -> delegate.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(delegate -> delegate.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no clients are expected");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("no clients are expected");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("no clients are expected");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private interface Check {
        void of(X509ExtendedTrustManager delegate) throws CertificateException;
    }

    /** Throws the most telling of the failures: that an issuer is unknown may be true of one of the two alone. */
    private void check(Check check) throws CertificateException {
        Optional<CertificateException> failure = Optional.empty();
        for (var delegate : delegates()) {
            try {
                check.of(delegate);
                return;
            } catch (CertificateException e) {
                failure = failure.filter(before -> !TlsFailure.isUnknownIssuer(before))
                        .or(() -> Optional.of(e));
            }
        }
        throw failure.orElseThrow();
    }

    private synchronized List<X509ExtendedTrustManager> delegates() throws CertificateException {
        if (delegates.isEmpty()) {
            try {
                delegates = authorities.isEmpty()
                        ? List.of(trusting(null))
                        : List.of(trusting(storeOf(authorities)), trusting(null));
            } catch (GeneralSecurityException | IOException e) {
                throw new CertificateException("the trusted certificates cannot be read", e);
            }
        }
        return delegates;
    }

    private static KeyStore storeOf(List<X509Certificate> authorities) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca" + i, authorities.get(i));
        }
        return store;
    }

    /** @param store the trusted certificates; null stands for those of the system, as the JDK has it */
    private static X509ExtendedTrustManager trusting(KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException(
                        "no trust manager among " + Arrays.toString(factory.getTrustManagers())));
    }
}
