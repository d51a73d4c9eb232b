package dev.caramba.packaged;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the callers of a soak have seen. */
final class SoakTally {

    private final Map<String, Integer> results = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int calls;
    private int answered;
    private long longestMs;

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

    synchronized int calls() {
        return calls;
    }

    synchronized int answered() {
        return answered;
    }

    @Override
    public synchronized String toString() {
        return calls + " calls, the longest " + longestMs + " ms: " + results;
    }
}
