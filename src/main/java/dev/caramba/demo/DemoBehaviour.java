package dev.caramba.demo;

/** The ways in which a simulated provider behaves. */
enum DemoBehaviour {
    /** Answers every call. */
    STEADY("demosteady"),
    /** Answers every third call with 429 and a {@code Retry-After} of some seconds. */
    LIMITED("demolimited"),
    /** Breaks every third call: it closes the connection before the first word. */
    FLAKY("demoflaky");

    private static final int TROUBLE_EVERY = 3;

    private final String providerName;

    DemoBehaviour(String providerName) {
        this.providerName = providerName;
    }

    String providerName() {
        return providerName;
    }

    String model() {
        return providerName + "-1";
    }

    /** Returns whether the call of this number fails; numbers begin at 1. */
    boolean isTrouble(long call) {
        return this != STEADY && call % TROUBLE_EVERY == 2;
    }
}
