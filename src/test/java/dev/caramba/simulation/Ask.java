package dev.caramba.simulation;

/** One request that reached a simulated provider. Seconds are those of the run. */
final class Ask {

    final String provider;
    final String call;
    final double at;
    final boolean probe;
    private double endedAt = Double.POSITIVE_INFINITY;
    private boolean failed;

    Ask(String provider, String call, double at, boolean probe) {
        this.provider = provider;
        this.call = call;
        this.at = at;
        this.probe = probe;
    }

    void ended(double seconds) {
        endedAt = seconds;
    }

    /** It failed, or was given up. */
    void failed(double seconds) {
        failed = true;
        ended(seconds);
    }

    double endedAt() {
        return endedAt;
    }

    boolean failed() {
        return failed;
    }
}
