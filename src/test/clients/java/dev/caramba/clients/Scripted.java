package dev.caramba.clients;

import java.util.Map;

/** What the tests of all clients share: where the running Caramba is, and what its scripted models say. */
final class Scripted {

    static final String URL = System.getenv("CARAMBA_URL") + "/v1";
    static final String KEY = System.getenv("CARAMBA_KEY");

    static final String TEXT = "Two boats left the harbour.";
    static final String TOLD = "Oslo: 7 degrees and Bergen: 7 degrees";

    /** Models whose streams break after they began, and what is told then. */
    static final Map<String, String> BROKEN = Map.of(
            "openai/cut", "connection reset",
            "openai/cut-call", "connection reset",
            "openai/ends-early", "The model fell over",
            "openai/closed", "ended before it was complete");

    private Scripted() {}
}
