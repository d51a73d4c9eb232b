package dev.caramba.packaged;

import static dev.caramba.packaged.FleetOfProcesses.LEASE_TTL;
import static dev.caramba.packaged.FleetOfProcesses.NARROW;
import static dev.caramba.packaged.FleetOfProcesses.SLOTS;
import static dev.caramba.packaged.FleetOfProcesses.ask;
import static dev.caramba.packaged.FleetOfProcesses.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.testing.RawHttp;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A provider's slots belong to the fleet: live calls keep theirs, dead instances lose them. */
interface FleetSlots {

    /** How long after the lease's end a call may still begin and be refused. */
    Duration SLACK = Duration.ofMillis(1500);

    FleetOfProcesses fleet();

    @Test
    default void a_killed_instance_gives_its_slots_back_while_live_streams_keep_theirs() throws Exception {
        // Given
        var storyEnds = new CompletableFuture<Void>();
        var narrow = fleet().upstream(NARROW);
        narrow.next(end(story().until(storyEnds)), story().thenHang());
        try (var victim = fleet().another();
                var live = told(fleet().first());
                var lost = told(victim)) {
            everybodyIsRefused();

            // When
            victim.kill();
            long killed = System.nanoTime();

            // Then
            var refused = Duration.ofNanos(lastRefused(killed) - killed);
            assertTrue(refused.compareTo(LEASE_TTL.plus(SLACK)) <= 0, refused::toString);
            narrow.next(end(story().pause(LEASE_TTL)), end(story().until(storyEnds)));
            told(fleet().first()).readUntil("[DONE]");
            var another = told(fleet().instance(1));
            everybodyIsRefused();
            storyEnds.complete(null);
            live.readUntil("[DONE]");
            another.readUntil("[DONE]");
            assertEquals(SLOTS, narrow.peak());
        }
        for (var instance : fleet().instances()) {
            assertEquals(0, status(instance, NARROW).path("inFlight").asInt());
        }
    }

    private void everybodyIsRefused() throws Exception {
        for (var instance : fleet().instances()) {
            assertEquals(503, ask(instance, NARROW).status());
        }
    }

    /**
     * Asks one instance after the other until a slot is free; when the last call began that found none, or the time
     * given. How long that call took is not of interest: it may be the machine's doing.
     */
    private long lastRefused(long killed) throws Exception {
        long end = System.nanoTime() + LEASE_TTL.multipliedBy(10).toNanos();
        long last = killed;
        long began = System.nanoTime();
        for (int n = 0; ask(fleet().instance(n), NARROW).status() != 200; n++) {
            last = began;
            assertTrue(began < end, "no slot is free");
            began = System.nanoTime();
        }
        return last;
    }

    /** The beginning of a stream. */
    private static Script story() {
        return ChatAnswer.of("Once upon a time").inEvents(2).cutAfter(1);
    }

    private static Script end(Script story) {
        return story.chunk("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
                .chunk("data: [DONE]\n\n");
    }

    /** Asks for a stream, which has begun. */
    private static RawHttp told(CarambaProcess instance) {
        var caller = new RawHttp(instance.port());
        caller.post(
                "/v1/chat/completions",
                "{\"model\":\"narrow\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        caller.readUntil("Once");
        return caller;
    }
}
