package dev.caramba.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The servers that come with the build. */
public enum RedisBinary {
    REDIS_6(ExecutableProvider.newProvidedVersionsMap()),
    REDIS_7(Map.of(
            OsArchitecture.UNIX_x86_64, "/redis-server-7.0.15-linux-amd64",
            OsArchitecture.UNIX_AARCH64, "/redis-server-7.0.15-linux-arm64",
            OsArchitecture.MAC_OS_X_x86_64, "/redis-server-7.0.15-darwin-amd64",
            OsArchitecture.MAC_OS_X_ARM64, "/redis-server-7.0.15-darwin-arm64"));

    /** The path of another server, to run all tests against that. */
    private static final Optional<String> OTHER = Optional.ofNullable(System.getProperty("redis.server"));

    private final Map<OsArchitecture, String> files;
    private Optional<File> extracted = Optional.empty();

    RedisBinary(Map<OsArchitecture, String> files) {
        this.files = files;
    }

    synchronized String path() {
        if (OTHER.isPresent()) {
            return OTHER.get();
        }
        if (extracted.isEmpty()) {
            extracted = Optional.of(extract());
        }
        return extracted.get().getAbsolutePath();
    }

    private File extract() {
        try {
            return ExecutableProvider.newJarResourceProvider(files).get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
