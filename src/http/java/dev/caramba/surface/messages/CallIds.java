package dev.caramba.surface.messages;

import dev.caramba.call.IdGenerator;
import java.util.regex.Pattern;

/** Brings the ids of calls into the form that Anthropic accepts when they come back in a conversation. */
final class CallIds {

    private static final Pattern NOT_IN_IDS = Pattern.compile("[^a-zA-Z0-9_-]");

    private CallIds() {}

    static String clean(String id) {
        return id.isEmpty()
                ? IdGenerator.next("toolu_")
                : NOT_IN_IDS.matcher(id).replaceAll("_");
    }
}
