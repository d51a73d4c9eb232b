package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.packaged.PromptProviders.Asked;
import dev.caramba.packaged.PromptProviders.Fate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Whether providers were asked no more than results say. Every request belongs to the run whose result is known, or to one
 * that died with its instance; and only a run whose answer was not out when it died is followed by another.
 */
record RequestLedger(List<Asked> record, String doomed, Set<String> lost) {

    /** @param results by prompt, as {@code /generate} gives them */
    void check(Map<String, JsonNode> results) {
        var byPrompt = record.stream().collect(Collectors.groupingBy(Asked::prompt));
        assertEquals(results.keySet(), byPrompt.keySet());
        results.forEach((prompt, result) -> check(prompt, result, byPrompt.get(prompt)));
        assertTrue(record.stream().anyMatch(asked -> asked.fate() == Fate.FAILED), "no provider has failed");
        assertTrue(
                results.values().stream()
                        .anyMatch(result -> result.path("attempts").size() > 1),
                "no call has failed over");
    }

    private void check(String prompt, JsonNode result, List<Asked> asked) {
        assertEquals("answer to " + prompt, result.path("text").asText());
        var run = asked;
        if (lost.contains(prompt)) {
            run = asked.stream().filter(one -> !one.instance().equals(doomed)).toList();
            var dead =
                    asked.stream().filter(one -> one.instance().equals(doomed)).toList();
            assertEquals(dead, asked.subList(0, dead.size()), "asked again while it was under way");
            var fates = dead.stream().map(Asked::fate).toList();
            assertEquals(fates.size() - 1, fates.indexOf(Fate.HELD), () -> prompt + " died otherwise: " + asked);
            assertFalse(fates.contains(Fate.ANSWERED), () -> prompt + " was answered before: " + asked);
        }
        assertEquals(1, run.stream().map(Asked::instance).distinct().count(), () -> prompt + " ran twice: " + asked);
        assertEquals(attempts(result), run.stream().map(RequestLedger::attempt).toList(), () -> prompt + ": " + asked);
    }

    private static List<String> attempts(JsonNode result) {
        return StreamSupport.stream(result.path("attempts").spliterator(), false)
                .map(attempt -> attempt.path("provider").asText() + " "
                        + attempt.path("status").asText())
                .toList();
    }

    private static String attempt(Asked asked) {
        return asked.provider() + " "
                + switch (asked.fate()) {
                    case ANSWERED -> "200";
                    case FAILED -> "503";
                    case HELD -> "none";
                };
    }
}
