package dev.caramba.edge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.Json;
import java.util.List;

/** Attempts as callers see them, in answers and in errors. */
public final class AttemptJson {

    private AttemptJson() {}

    public static ArrayNode list(List<Attempt> attempts) {
        var list = Json.array();
        for (var attempt : attempts) {
            list.addObject()
                    .put("provider", attempt.target().provider())
                    .put("model", attempt.target().model())
                    .put("outcome", attempt.outcome())
                    .put("status", attempt.status().orElse(null))
                    .put("latencyMs", attempt.latency().toMillis());
        }
        return list;
    }
}
