package dev.caramba.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.net.JksOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate for {@code localhost} that nobody trusts by default, in a store that is both key and trust store. */
public record LocalhostCertificate(Path store) {

    private static final String PASSWORD = "changeit";

    /** Makes one by the JDK's keytool. */
    public static LocalhostCertificate create(Path store) throws IOException, InterruptedException {
        return create(store, "localhost");
    }

    /** Makes one for another name, with more options of keytool. */
    public static LocalhostCertificate create(Path store, String host, String... options)
            throws IOException, InterruptedException {
        Files.createDirectories(store.getParent());
        Files.deleteIfExists(store);
        var arguments = new ArrayList<>(List.of(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-alias",
                "localhost",
                "-dname",
                "CN=" + host));
        arguments.addAll(List.of("-ext", "san=dns:" + host, "-storetype", "PKCS12"));
        arguments.addAll(List.of(options));
        keytool(store, arguments);
        return new LocalhostCertificate(store);
    }

    /** Writes the certificate to a file in the PEM format. */
    public Path pem() throws IOException, InterruptedException {
        var file = Path.of(store + ".pem");
        keytool(store, List.of("-exportcert", "-rfc", "-alias", "localhost", "-file", file.toString()));
        return file;
    }

    private static void keytool(Path store, List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        var keytool = new ProcessBuilder(command).inheritIO().start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue());
    }

    /** What a server of Vert.x shows. */
    public JksOptions key() {
        return new JksOptions().setPath(store.toString()).setPassword(PASSWORD);
    }

    /** The options of a Java process that trusts it. */
    public List<String> trusting() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + store.toAbsolutePath(),
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }
}
