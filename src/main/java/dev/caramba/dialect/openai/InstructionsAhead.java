package dev.caramba.dialect.openai;

import dev.caramba.prompt.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Arranges instructions for servers whose chat templates take them at the beginning only. Later ones become turns of the
 * user in their place.
 */
final class InstructionsAhead {

    private InstructionsAhead() {}

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
