package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.observe.ProcessMeters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packaged application has the meters of the process that the documentation lists for what it is. */
class MetersIT {

    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE ((?:process|system|jvm)_\\w+) \\w+$");
    private static final Pattern MEMORY = Pattern.compile("(?m)^process_resident_memory_bytes (\\S+)$");

    @Test
    void has_those_of_the_process_that_are_documented() throws Exception {
        try (var caramba = CarambaProcess.start(Map.of("CARAMBA_DEMO", "true", "CARAMBA_ACCESS_OPEN", "true"))) {
            var text = caramba.get("/q/metrics").body();
            var shown = FAMILY.matcher(text)
                    .results()
                    .map(family -> family.group(1))
                    .collect(Collectors.toSet());
            var documented = ProcessMeters.all();

            assertEquals(
                    Set.of(),
                    shown.stream()
                            .filter(meter -> documented.stream().noneMatch(name -> name.matches(meter)))
                            .collect(Collectors.toSet()),
                    "not documented");
            assertEquals(
                    List.of(),
                    documented.stream()
                            .filter(name -> name.natively() || !Packaged.isNative())
                            .filter(name -> shown.stream().noneMatch(name::matches))
                            .toList(),
                    "not there");
            var memory = MEMORY.matcher(text);
            assertTrue(memory.find() && Double.parseDouble(memory.group(1)) > 10_000_000, text);
        }
    }
}
