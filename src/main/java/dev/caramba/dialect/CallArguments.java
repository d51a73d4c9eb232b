package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.FunctionCall;

/** The arguments of a call in a history, for providers that take nothing but an object. */
public final class CallArguments {

    private CallArguments() {}

    /** The arguments; what a model wrote that is no object stands in the field {@code arguments} of one. */
    public static ObjectNode of(FunctionCall call) {
        return call.argumentsObject().orElseGet(() -> wrapped(call.arguments().strip()));
    }

    private static ObjectNode wrapped(String text) {
        return text.isEmpty() || text.equals("null")
                ? Json.object()
                : Json.object().put("arguments", text);
    }
}
