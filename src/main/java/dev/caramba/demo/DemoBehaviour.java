package dev.caramba.demo;

/** How a simulated provider behaves, from call to call. */
enum DemoBehaviour {
    /** Answers every call. */
    STEADY("demosteady"),
    /** Answers every third call with 429 and asks to be left alone for some seconds. */
    LIMITED("demolimited"),
    /** Breaks every third call: the connection ends before the first word. */
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

    /** Whether the call of this number, from 1, goes wrong. */
    boolean isTrouble(long call) {
        return this != STEADY && call % TROUBLE_EVERY == 2;
    }
}
