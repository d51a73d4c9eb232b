package dev.caramba.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {

    private static final String NAME = "process.resident.memory";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    @Test
    void is_what_the_system_says_in_bytes() throws IOException {
        var status = folder.resolve("status");
        Files.writeString(status, "Name:\tcaramba\nVmHWM:\t   99999 kB\nVmRSS:\t   54321 kB\nThreads:\t12\n");
        new ProcessMemory(status).bindTo(registry);

        assertEquals(54_321 * 1024, registry.get(NAME).gauge().value());
        Files.writeString(status, "Name:\tcaramba\n");
        assertTrue(Double.isNaN(registry.get(NAME).gauge().value()));
    }

    @Test
    void is_none_where_the_system_does_not_say() {
        new ProcessMemory(folder.resolve("none")).bindTo(registry);

        assertTrue(registry.find(NAME).gauges().isEmpty());
    }
}
