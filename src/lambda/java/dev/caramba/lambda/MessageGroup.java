package dev.caramba.lambda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Messages that are run one after the other, in their order; lanes are run side by side. */
record MessageGroup(List<SqsMessage> messages) {

    /** A lane for each group, and for each message that has none. */
    static List<MessageGroup> of(List<SqsMessage> messages) {
        var lanes = new LinkedHashMap<Object, List<SqsMessage>>();
        for (var message : messages) {
            lanes.computeIfAbsent(message.group().<Object>map(group -> group).orElse(message), key -> new ArrayList<>())
                    .add(message);
        }
        return lanes.values().stream().map(MessageGroup::new).toList();
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
