package dev.caramba.packaged;

import dev.caramba.upstream.Script;
import java.util.ArrayList;
import java.util.List;

/** What a scripted model says in one answer, whatever the wire format: its parts in their order, and how a stream of it ends. */
record Speech(List<Part> parts, Ending ending) {

    /** How the stream ends; in all but the first case the last part has only begun. */
    enum Ending {
        COMPLETE,
        /** The connection is reset. */
        RESET,
        /** The body ends in good order, without the last events. */
        CLOSED,
        /** The server tells that the model fell over. */
        TOLD,
        /** Nothing more comes. */
        HANGING
    }

    sealed interface Part permits Thought, Text, Call {

        /** What comes piece by piece. */
        String content();
    }

    record Thought(String content) implements Part {}

    record Text(String content) implements Part {}

    /** @param content the arguments as JSON; of a custom tool, its input */
    record Call(String id, String name, String content, boolean custom) implements Part {

        /** For comparison with what comes back. */
        @Override
        public String toString() {
            return id + " " + name + " " + content;
        }
    }

    static final String TROUBLE = "The model fell over.";

    private static final int PIECE = 6;

    static Speech of(Part... parts) {
        return new Speech(List.of(parts), Ending.COMPLETE);
    }

    static Speech of(List<? extends Part> parts) {
        return new Speech(List.copyOf(parts), Ending.COMPLETE);
    }

    Speech ending(Ending ending) {
        return new Speech(parts, ending);
    }

    boolean callsTools() {
        return parts.stream().anyMatch(Call.class::isInstance);
    }

    /** Whether this part ends before the stream does. */
    boolean completes(Part part) {
        return ending == Ending.COMPLETE || part != parts.get(parts.size() - 1);
    }

    /** The script with the end of this speech. */
    Script ended(Script script) {
        return switch (ending) {
            case RESET -> script.thenReset();
            case HANGING -> script.thenHang();
            default -> script;
        };
    }

    /** The pieces of a part in a stream; of one that has only begun the first two. */
    List<String> pieces(Part part) {
        var pieces = new ArrayList<String>();
        var content = part.content();
        for (int from = 0; from < content.length(); from += PIECE) {
            pieces.add(content.substring(from, Math.min(from + PIECE, content.length())));
        }
        return completes(part) ? pieces : pieces.subList(0, 2);
    }
}
