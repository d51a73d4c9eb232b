package dev.caramba.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The thoughts that a conversation brings back, in the wire formats in which their makers seal them: items of type
 * {@code reasoning} in the {@code input} of Responses, blocks of thinking in the {@code messages} of Messages.
 */
final class PastThoughts {

    static final String INPUT = "input";
    static final String MESSAGES = "messages";

    private static final String REASONING = "\"reasoning\"";
    private static final Set<String> BLOCKS = Set.of("thinking", "redacted_thinking");

    private PastThoughts() {}

    /** Returns the items of thought in an {@code input} by their places in it, in order. */
    static Map<Integer, ObjectNode> items(String input) {
        if (!input.contains(REASONING)) {
            return Map.of();
        }
        var items = new LinkedHashMap<Integer, ObjectNode>();
        var elements = JsonCuts.elements(input);
        for (int place = 0; place < elements.size(); place++) {
            if (elements.get(place).contains(REASONING)) {
                int here = place;
                Json.object(elements.get(place))
                        .filter(item -> item.path("type").asText().equals("reasoning"))
                        .ifPresent(item -> items.put(here, item));
            }
        }
        return items;
    }

    /** Returns an {@code input} without the items at these places. The others stay as they were written. */
    static String withoutItems(String input, IntPredicate leftOut) {
        var elements = JsonCuts.elements(input);
        var left = new ArrayList<String>();
        for (int place = 0; place < elements.size(); place++) {
            if (!leftOut.test(place)) {
                left.add(elements.get(place));
            }
        }
        return left.size() == elements.size() ? input : list(left);
    }

    /** Returns {@code messages} without their blocks of thinking. Messages that have none stay as they were written. */
    static String withoutBlocks(String messages) {
        var elements = JsonCuts.elements(messages);
        var left = new ArrayList<String>();
        boolean changed = false;
        for (var element : elements) {
            var message = element.contains("thinking\"") ? Json.object(element) : Optional.<ObjectNode>empty();
            if (message.filter(PastThoughts::removeBlocks).isEmpty()) {
                left.add(element);
                continue;
            }
            changed = true;
            if (!message.get().path("content").isEmpty()) { // a message that says nothing is refused
                left.add(Json.write(message.get()));
            }
        }
        return changed ? list(left) : messages;
    }

    private static boolean removeBlocks(ObjectNode message) {
        boolean changed = false;
        if (message.path("content") instanceof ArrayNode blocks) {
            for (var each = blocks.elements(); each.hasNext(); ) {
                if (isThought(each.next())) {
                    each.remove();
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static boolean isThought(JsonNode block) {
        return BLOCKS.contains(block.path("type").asText());
    }

    private static String list(List<String> elements) {
        return "[" + String.join(",", elements) + "]";
    }
}
