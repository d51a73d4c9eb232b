package dev.caramba.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A gauge of the memory of this process in bytes, as the system counts it: heap, buffers, stacks and code. It says the same
 * of the JVM and of a native executable. There is none where the system has no {@code /proc}, such as macOS.
 */
public final class ProcessMemory implements MeterBinder {

    private static final String NAME = "process.resident.memory";
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final int KILOBYTE = 1024;

    private final Path status;

    public ProcessMemory() {
        this(Path.of("/proc/self/status"));
    }

    /** @param status what Linux says of a process */
    ProcessMemory(Path status) {
        this.status = status;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (Files.isReadable(status)) {
            Gauge.builder(NAME, this, ProcessMemory::resident)
                    .strongReference(true)
                    .baseUnit("bytes")
                    .description("Memory of this process, as the system counts it")
                    .register(registry);
        }
    }

    /** Not a number where the system does not say. */
    private double resident() {
        try {
            var found = RESIDENT.matcher(Files.readString(status));
            return found.find() ? Double.parseDouble(found.group(1)) * KILOBYTE : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
