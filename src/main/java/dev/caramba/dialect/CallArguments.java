package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.FunctionCall;

/** Writes the arguments of a call in a history, for providers that accept only an object. */
public final class CallArguments {

    private CallArguments() {}

    /**
     * Returns the arguments as an object. If the model wrote anything else, its text becomes the field
     * {@code arguments} of an object. The text of a custom tool's call is the field {@code input}.
     */
    public static ObjectNode of(FunctionCall call) {
        if (call.custom()) {
            return CustomTools.arguments(call.arguments());
        }
        return call.argumentsObject().orElseGet(() -> wrapped(call.arguments().strip()));
    }

    private static ObjectNode wrapped(String text) {
        return text.isEmpty() || text.equals("null")
                ? Json.object()
                : Json.object().put("arguments", text);
    }
}
