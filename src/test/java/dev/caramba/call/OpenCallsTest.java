package dev.caramba.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.testing.SilentProvider;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenCallsTest {

    private static final GenerationParams PARAMS =
            GenerationParams.of(List.of(new Message.User(new Content.Plain("Hi"))));

    private final OpenCalls calls = new OpenCalls();
    private final SilentProvider silent = new SilentProvider();

    @Test
    void an_instance_goes_from_open_to_leaving_to_closed() {
        assertEquals(OpenCalls.Phase.OPEN, calls.phase());
        calls.leave();
        assertEquals(OpenCalls.Phase.LEAVING, calls.phase());
        calls.close();
        assertEquals(OpenCalls.Phase.CLOSED, calls.phase());
        assertFalse(calls.ended());
    }

    @Test
    void at_the_end_every_call_gets_an_error_and_no_provider_is_asked_any_more() {
        // Given
        var open = Stream.generate(this::call).limit(3).toList();
        assertEquals(3, calls.underWay());
        assertEquals(3, silent.underWay());

        // When
        assertEquals(3, calls.end());

        // Then
        open.forEach(OpenCallsTest::assertStopped);
        assertEquals(0, silent.underWay());
        assertTrue(calls.ended());
        assertEquals(OpenCalls.Phase.CLOSED, calls.phase());
        assertStopped(call());
        assertEquals(3, silent.asked());
        assertEquals("silent", calls.of(silent).name());
    }

    private AssertSubscriber<Event> call() {
        var context = new CallContext("r", "me", new Deadline(Instant.now().plusSeconds(300), false), new CallTrail());
        return calls.of(silent).generate(context, PARAMS).subscribe().withSubscriber(AssertSubscriber.create(1));
    }

    private static void assertStopped(AssertSubscriber<Event> call) {
        var error = assertInstanceOf(
                Event.Error.class, call.awaitCompletion().getItems().get(0));
        assertEquals(OpenCalls.STOPPING, error.failure());
    }
}
