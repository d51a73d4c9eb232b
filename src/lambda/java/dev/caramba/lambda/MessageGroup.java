package dev.caramba.lambda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Messages that run one after the other, in their order. Groups run side by side. */
record MessageGroup(List<SqsMessage> messages) {

    /** Returns a group for each message group of the queue, and one for each message without a group. */
    static List<MessageGroup> of(List<SqsMessage> messages) {
        var groups = new LinkedHashMap<Object, List<SqsMessage>>();
        for (var message : messages) {
            groups.computeIfAbsent(message.group().<Object>map(name -> name).orElse(message), key -> new ArrayList<>())
                    .add(message);
        }
        return groups.values().stream().map(MessageGroup::new).toList();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    SqsMessage first() {
        return messages.get(0);
    }

    MessageGroup afterTheFirst() {
        return new MessageGroup(messages.subList(1, messages.size()));
    }

    List<String> ids() {
        return messages.stream().map(SqsMessage::id).toList();
    }
}
