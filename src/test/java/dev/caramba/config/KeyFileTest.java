package dev.caramba.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.caramba.config.entry.ApiKey;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a file is looked at again. The clock is turned by hand. */
class KeyFileTest {

    private static final Duration REFRESH = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private Path path;
    private KeyFile keys;
    private long nanos = Long.MAX_VALUE - 5;
    private int looks;
    private CompletableFuture<Void> held = CompletableFuture.completedFuture(null);

    @BeforeEach
    void begin() throws IOException {
        path = Files.writeString(directory.resolve("key"), "one\n");
        keys = new KeyFile(
                new SecretFile("OPENAI_API_KEY_FILE", path),
                "one",
                ApiKey::sendable,
                REFRESH,
                () -> nanos,
                this::blocking);
    }

    @Test
    void a_new_key_is_found_when_it_is_time_to_look() throws IOException {
        Files.writeString(path, "two\n");

        assertEquals("one", current());
        assertEquals(0, looks);
        nanos += REFRESH.toNanos();
        assertEquals("two", current());
        assertEquals("two", current());
        assertEquals(1, looks);
    }

    @Test
    void one_caller_looks_and_the_others_do_not_wait() throws IOException {
        Files.writeString(path, "two");
        nanos += REFRESH.toNanos();
        held = new CompletableFuture<>();

        var looking = keys.current().subscribeAsCompletionStage();

        assertFalse(looking.isDone());
        assertEquals("one", current());
        held.complete(null);
        assertEquals("two", looking.join());
        assertEquals(1, looks);
    }

    @Test
    void after_a_refusal_the_file_is_looked_at_at_once() throws IOException {
        Files.writeString(path, "two");

        assertEquals("two", keys.newest().subscribeAsCompletionStage().join());
        assertEquals("two", current());
    }

    @Test
    void what_is_no_key_changes_nothing() throws IOException {
        for (var content : new String[] {"", " \n", "two\nlines", "schlüssel"}) {
            Files.writeString(path, content);
            assertEquals("one", keys.newest().subscribeAsCompletionStage().join(), content);
        }
        Files.delete(path);
        assertEquals("one", keys.newest().subscribeAsCompletionStage().join());
        Files.createDirectory(path);
        assertEquals("one", keys.newest().subscribeAsCompletionStage().join());
    }

    private String current() {
        return keys.current().subscribeAsCompletionStage().join();
    }

    private Uni<String> blocking(Callable<String> work) {
        looks++;
        return Uni.createFrom()
                .completionStage(() -> held.thenApply(ignored -> {
                    try {
                        return work.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
    }
}
