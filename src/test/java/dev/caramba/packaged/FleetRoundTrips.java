package dev.caramba.packaged;

import static dev.caramba.packaged.FleetOfProcesses.FOUR;
import static dev.caramba.packaged.FleetOfProcesses.streamedText;
import static dev.caramba.packaged.FleetOfProcesses.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.redis.RedisConsole;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What calls cost the Redis server. */
interface FleetRoundTrips {

    int COUNTED = 20;

    /** A command that came over a connection, and not from within a script. */
    Pattern COMMAND = Pattern.compile("\\[\\d+ [^l][^]]*] \"(\\w+)\".*");

    FleetOfProcesses fleet();

    @Test
    default void a_call_costs_two_round_trips_streamed_or_not() throws Exception {
        try (var server = new RedisConsole(fleet().redis());
                var monitor = new RedisConsole(fleet().redis())) {
            for (var instance : fleet().instances()) {
                streamedText(instance, FOUR, "Hi"); // tells the server the scripts that it does not know yet
            }
            assertEquals("+OK", monitor.ask("MONITOR"));

            for (int n = 0; n < COUNTED; n++) {
                text(fleet().instance(n), FOUR, "Hi");
                streamedText(fleet().instance(n), FOUR, "Hi");
            }

            server.ask("ECHO enough");
            var commands = monitor.linesUntil("\"ECHO\" \"enough\"").stream()
                    .map(COMMAND::matcher)
                    .filter(Matcher::find)
                    .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                    .toList();
            assertEquals(Collections.nCopies(2 * 2 * COUNTED, "evalsha"), commands);
        }
    }
}
