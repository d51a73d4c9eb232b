package dev.caramba.simulation;

/** A stretch of a run, in its seconds; the end is no longer part of it. */
record Period(double from, double until) {

    boolean holds(double seconds) {
        return seconds >= from && seconds < until;
    }
}
