package dev.caramba.packaged;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the callers of a soak have seen. */
final class SoakTally {

    private static final String LEFT = "left";

    private final Map<String, Integer> results = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int calls;
    private int answered;
    private long longestMs;

    synchronized void left() {
        count(LEFT, 0);
    }

    synchronized void answered(long elapsedMs) {
        answered++;
        count("answered", elapsedMs);
    }

    synchronized void count(String result, long elapsedMs) {
        calls++;
        longestMs = Math.max(longestMs, elapsedMs);
        results.merge(result, 1, Integer::sum);
    }

    synchronized void wrong(String what) {
        if (wrong.size() < 20) {
            wrong.add(what);
        }
        count("WRONG", 0);
    }

    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Calls whose caller waited for the answer. */
    synchronized int stayed() {
        return calls - results.getOrDefault(LEFT, 0);
    }

    synchronized int answered() {
        return answered;
    }

    @Override
    public synchronized String toString() {
        return calls + " calls, the longest " + longestMs + " ms: " + results;
    }
}
