package dev.caramba.nativeimage;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What {@link StaticInitialisersTest} must find; it is never initialised. */
final class InitialisersOfAllKinds {

    static final List<String> VALUES = List.of("a", "b");
    static final SecureRandom RANDOM = new SecureRandom();
    static final long BEGIN = begin();
    static final Inner INNER = new Inner(System.getenv("HOME"));
    static final Object OUT = System.out;

    static final List<Integer> NUMBERS = Stream.generate(
                    () -> ThreadLocalRandom.current().nextInt())
            .limit(2)
            .toList();

    private InitialisersOfAllKinds() {}

    private static long begin() {
        return System.nanoTime();
    }

    record Inner(String text, Thread thread, Instant begin) {
        Inner(String text) {
            this(text, new Thread(), Instant.now());
        }
    }
}
