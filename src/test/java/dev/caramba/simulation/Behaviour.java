package dev.caramba.simulation;

import dev.caramba.generation.Event;
import java.util.List;
import java.util.Random;

/** What a simulated provider does with a request; seconds are those of the run. */
@FunctionalInterface
interface Behaviour {

    /** What it says to this request, until it ends or falls silent. */
    List<Step> answer(double seconds, Random random);

    /** An event, said so long after the one before it. */
    record Step(double millis, Event event) {}
}
