package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;

/** Reads what models without roles are given: one or several texts or lists of tokens. */
final class PromptReader {

    private PromptReader() {}

    /**
     * Returns whether the field is a text, a list of tokens, or a list of nothing but texts or nothing but lists of
     * tokens. No list is empty.
     *
     * @param prompts the field's value as a list
     */
    static boolean areAlike(List<JsonNode> prompts) {
        return !prompts.isEmpty() && (all(prompts, JsonNode::isTextual) || all(prompts, PromptReader::isTokens));
    }

    private static boolean all(List<JsonNode> prompts, Predicate<JsonNode> kind) {
        return prompts.stream().allMatch(kind);
    }

    private static boolean isTokens(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return false;
        }
        for (var token : node) {
            if (!token.isIntegralNumber()) {
                return false;
            }
        }
        return true;
    }
}
