package dev.caramba.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Joins the pieces of a stream in OpenAI's form to what the whole would have been. */
public final class PieceJoiner {

    /** Texts that name something: repeated, they are the same and no further piece. */
    private static final Set<String> NAMES = Set.of("id", "type", "name", "role", "format", "finish_reason");

    private PieceJoiner() {}

    /** Adds a piece: texts and lists go on, objects are joined field by field, any other value replaces the one before. */
    public static void join(ObjectNode whole, ObjectNode piece) {
        piece.properties().forEach(field -> join(whole, field));
    }

    /** Adds one field of a piece. */
    public static void join(ObjectNode whole, Map.Entry<String, JsonNode> field) {
        var name = field.getKey();
        var value = field.getValue();
        var before = whole.path(name);
        if (value.isTextual() && before.isTextual() && !NAMES.contains(name)) {
            whole.put(name, before.textValue() + value.textValue());
        } else if (value instanceof ObjectNode object && before instanceof ObjectNode known) {
            join(known, object);
        } else if (value instanceof ArrayNode list && before instanceof ArrayNode known) {
            list.forEach(item -> join(known, item));
        } else if (!value.isNull() || before.isMissingNode()) {
            whole.set(name, value.deepCopy());
        }
    }

    /** Joins an item with the one of the same index, where it has one. */
    private static void join(ArrayNode list, JsonNode item) {
        for (var known : list) {
            if (item.path("index").isInt() && known.path("index").equals(item.path("index"))) {
                join((ObjectNode) known, (ObjectNode) item);
                return;
            }
        }
        list.add(item.deepCopy());
    }
}
