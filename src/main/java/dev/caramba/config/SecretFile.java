package dev.caramba.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A secret in a file of its own, as Kubernetes and Docker mount them, so that it is not in the environment. White space
 * around it is ignored.
 *
 * @param key the configuration key that names the file
 */
public record SecretFile(String key, Path path) {

    private static final int LONGEST = 64 << 10;
    private static final String EXPECTED = "a file that can be read and holds the secret, and nothing else";

    /**
     * Returns the file that {@code path} names; empty when only the value itself is set. Throws a
     * {@link ConfigException} when both are set.
     */
    public static Optional<SecretFile> instead(
            String key, Optional<String> value, String fileKey, Optional<String> path) {
        if (value.isPresent() && path.isPresent()) {
            throw ConfigException.secret(fileKey, "only one of it and " + key + " to be set");
        }
        return path.map(file -> at(fileKey, file));
    }

    static SecretFile at(String key, String path) {
        try {
            return new SecretFile(key, Path.of(path));
        } catch (InvalidPathException e) {
            throw ConfigException.secret(key, EXPECTED);
        }
    }

    /** Returns the content. Throws a {@link ConfigException} when the file is empty or cannot be read. Blocks. */
    public String content() {
        try {
            return Optional.of(text())
                    .filter(text -> !text.isEmpty())
                    .orElseThrow(() -> wrong(EXPECTED + "; it is empty"));
        } catch (CharacterCodingException e) {
            throw wrong(EXPECTED + "; it is no text");
        } catch (IOException e) {
            throw wrong(EXPECTED);
        }
    }

    /**
     * Returns the present content; empty when there is no regular file or nothing in it. Blocks, but never on a pipe.
     */
    Optional<String> contentNow() {
        try {
            return Files.isRegularFile(path) ? Optional.of(text()).filter(text -> !text.isEmpty()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String text() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("too long");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .strip();
        }
    }

    /** Hides a path without a directory: it may be the secret itself, set under the wrong variable. */
    private ConfigException wrong(String expected) {
        return path.getNameCount() > 1 || path.isAbsolute()
                ? ConfigException.wrong(key, path.toString(), expected)
                : ConfigException.secret(key, expected);
    }
}
