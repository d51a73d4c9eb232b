package dev.caramba.error;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Writes attempts as callers see them, in answers and in errors. */
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

    /** Reads attempts that {@link #list} has written. What it does not write is lost. */
    public static List<Attempt> read(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(AttemptJson::attempt)
                .toList();
    }

    private static Attempt attempt(JsonNode json) {
        var target =
                new Target(json.path("provider").asText(), json.path("model").asText());
        var latency = Duration.ofMillis(json.path("latencyMs").asLong());
        return new Attempt(target, failure(json), latency);
    }

    private static Optional<Failure> failure(JsonNode json) {
        var outcome = json.path("outcome").asText().toUpperCase(Locale.ROOT);
        return Stream.of(FailureKind.values())
                .filter(kind -> kind.name().equals(outcome))
                .findFirst()
                .map(kind -> Failure.of(kind, ""))
                .map(failure -> json.path("status").isInt()
                        ? failure.withStatus(json.path("status").intValue())
                        : failure);
    }
}
