package dev.caramba.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What models without roles are given: texts and lists of tokens. A legacy completion answers each on its own. */
public final class Prompts {

    /** The name of the field of a legacy completion. */
    public static final String FIELD = "prompt";

    private Prompts() {}

    /**
     * Returns the prompts of a legacy completion.
     *
     * @param extras its parameters, the field {@value #FIELD} among them
     */
    public static List<JsonNode> in(Map<String, JsonNode> extras) {
        return of(extras.getOrDefault(FIELD, MissingNode.getInstance()));
    }

    /** Returns the prompts of a field: a list of numbers is one prompt of tokens, any other list is several prompts. */
    public static List<JsonNode> of(JsonNode field) {
        if (!field.isArray() || field.path(0).isNumber()) {
            return List.of(field);
        }
        var prompts = new ArrayList<JsonNode>(field.size());
        field.forEach(prompts::add);
        return prompts;
    }
}
