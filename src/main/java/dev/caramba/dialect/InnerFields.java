package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Content.Part;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields inside messages, parts and tools that a dialect may have no place for. */
public final class InnerFields {

    /** The mark by which the provider caches the prompt. */
    public static final String CACHE_CONTROL = "cache_control";

    /** The resolution at which an image is read. */
    public static final String DETAIL = "detail";

    /** The name of a document. */
    public static final String FILENAME = "filename";

    /** Data of one provider that travel back with a call. */
    public static final String EXTRA_CONTENT = "extra_content";

    private InnerFields() {}

    /**
     * Reports the fields of a request that a dialect leaves out as dropped.
     *
     * @param said the names of those that it has a place for
     */
    public static void drop(GenerationParams params, Set<String> said, DroppedParams dropped) {
        params.unread().forEach(dropped::add);
        params.messages().forEach(message -> drop(message, said, dropped));
        params.tools().forEach(tool -> dropMark(tool.cacheControl(), said, dropped));
    }

    /** Returns all parts of a message, in order. */
    public static List<Part> parts(Message message) {
        if (message instanceof Message.System system) {
            return system.content().parts();
        }
        if (message instanceof Message.User user) {
            return user.content().parts();
        }
        return message instanceof Message.ToolResult result
                ? result.content().parts()
                : ((Message.Assistant) message).content().map(Content::parts).orElse(List.of());
    }

    private static void drop(Message message, Set<String> said, DroppedParams dropped) {
        for (var part : parts(message)) {
            dropMark(part.cacheControl(), said, dropped);
            detailOf(part)
                    .filter(detail -> !detail.equals("auto") && !said.contains(DETAIL))
                    .ifPresent(detail -> dropped.add(DETAIL));
            if (part instanceof Part.Document document && document.name().isPresent() && !said.contains(FILENAME)) {
                dropped.add(FILENAME);
            }
        }
        if (message instanceof Message.Assistant assistant) {
            dropMark(assistant.cacheControl(), said, dropped);
            assistant.functionCalls().stream()
                    .filter(call -> call.extraContent().isPresent() && !said.contains(EXTRA_CONTENT))
                    .forEach(call -> dropped.add(EXTRA_CONTENT));
        }
    }

    private static void dropMark(Optional<ObjectNode> mark, Set<String> said, DroppedParams dropped) {
        if (mark.isPresent() && !said.contains(CACHE_CONTROL)) {
            dropped.add(CACHE_CONTROL);
        }
    }

    private static Optional<String> detailOf(Part part) {
        if (part instanceof Part.InlineImage image) {
            return image.detail();
        }
        return part instanceof Part.ImageUrl image ? image.detail() : Optional.empty();
    }
}
