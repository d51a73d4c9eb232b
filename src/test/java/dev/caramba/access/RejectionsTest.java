package dev.caramba.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectionsTest {

    private final List<Rejection> counted = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private long now;
    private final Rejections rejections = new Rejections(counted::add, lines::add, () -> now);

    @Test
    void the_first_is_told_at_once_and_those_who_follow_together() {
        rejections.add(Rejection.NO_KEY, "10.0.0.7");
        for (int i = 0; i < 1000; i++) {
            now += Duration.ofMillis(9).toNanos();
            rejections.add(Rejection.WRONG_KEY, "10.0.0.8");
        }
        assertEquals(List.of("not let in: no_key=1, the last one from 10.0.0.7"), lines);

        now += Duration.ofSeconds(1).toNanos();
        rejections.add(Rejection.EXPIRED, "10.0.0.9");

        assertEquals(1002, counted.size());
        assertEquals(
                List.of(
                        "not let in: no_key=1, the last one from 10.0.0.7",
                        "not let in: expired=1 wrong_key=1000, the last one from 10.0.0.9"),
                lines);
    }
}
