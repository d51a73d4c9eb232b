package dev.caramba.dialect.openai;

import dev.caramba.prompt.Content;
import dev.caramba.prompt.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Arranges instructions for servers whose chat templates take them at the beginning only. Later ones become turns of the
 * user in their place.
 */
final class InstructionsAhead {

    private InstructionsAhead() {}

    /** Arranges them likewise, with those at the beginning in one message, parted by blank lines. */
    static List<Message> inOne(List<Message> messages) {
        var first = new ArrayList<String>();
        for (var message : messages) {
            if (!(message instanceof Message.System system)) {
                break;
            }
            first.add(system.content().text());
        }
        var rest = of(messages).subList(first.size(), messages.size());
        var arranged = new ArrayList<Message>();
        if (!first.isEmpty()) {
            arranged.add(new Message.System(new Content.Plain(String.join("\n\n", first))));
        }
        arranged.addAll(rest);
        return arranged;
    }

    static List<Message> of(List<Message> messages) {
        var arranged = new ArrayList<Message>();
        boolean begun = false;
        for (var message : messages) {
            boolean instructs = message instanceof Message.System;
            begun = begun || !instructs;
            arranged.add(instructs && begun ? new Message.User(((Message.System) message).content()) : message);
        }
        return arranged;
    }
}
