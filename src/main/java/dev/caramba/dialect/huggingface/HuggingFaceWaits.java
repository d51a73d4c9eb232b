package dev.caramba.dialect.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.Reply;
import dev.caramba.dialect.error.WaitTimes;
import dev.caramba.format.Json;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads how long Hugging Face asks callers to wait: from the header {@code RateLimit: "api";r=0;t=113} (IETF draft
 * ratelimit-headers, from version 9 on), or from {@code estimated_time} while a model is being loaded. Both are in
 * seconds.
 */
final class HuggingFaceWaits {

    private static final Pattern NOTHING_REMAINS = Pattern.compile(".*;\\s*r=0+\\s*(;.*)?");
    private static final Pattern SECONDS = Pattern.compile(";\\s*t=(\\d+)");

    private HuggingFaceWaits() {}

    static Optional<Duration> hint(Reply reply) {
        return exhaustedFor(reply)
                .or(() -> Json.object(reply.body())
                        .flatMap(body -> JsonFields.present(body, "estimated_time"))
                        .map(JsonNode::asText)
                        .flatMap(WaitTimes::ofSeconds));
    }

    /** Returns the longest time to wait among the limits that are used up; empty when none is. */
    static Optional<Duration> exhaustedFor(Reply reply) {
        return reply.headers().first("ratelimit").stream()
                .flatMap(field -> Stream.of(field.split(",")))
                .filter(limit -> NOTHING_REMAINS.matcher(limit).matches())
                .flatMap(limit -> SECONDS.matcher(limit).results())
                .flatMap(seconds -> WaitTimes.ofSeconds(seconds.group(1)).stream())
                .max(Comparator.naturalOrder());
    }
}
