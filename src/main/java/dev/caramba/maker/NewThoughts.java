package dev.caramba.maker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.prompt.WireFormat;
import io.smallrye.mutiny.Uni;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The thoughts of one answer. Their maker is remembered once, at the answer's end, however it ends: a caller may bring
 * back what it has of a broken one too.
 */
final class NewThoughts {

    private final CallContext context;
    private final MakerStore store;
    private final Set<String> marks = new LinkedHashSet<>();

    NewThoughts(CallContext context, MakerStore store) {
        this.context = context;
        this.store = store;
    }

    /** Takes what an event brings. */
    void saw(Event event) {
        event.original(WireFormat.RESPONSES).ifPresent(piece -> note(piece.json()));
    }

    /** Remembers what came until the caller left. */
    void left() {
        keep().subscribe().with(ignored -> {}, ignored -> {});
    }

    private void note(JsonNode piece) {
        noteItem(piece.path("item"));
        piece.path("response").path("output").forEach(this::noteItem);
    }

    private synchronized void noteItem(JsonNode item) {
        if (item.path("type").asText().equals("reasoning")) {
            marks.addAll(Marks.of(context.caller().name(), item));
        }
    }

    /** Remembers the thoughts that are not remembered yet. All that was given out is of the first answering target. */
    Uni<Void> keep() {
        var fresh = taken();
        var maker = context.trail().answering();
        return fresh.isEmpty() || maker.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.keep(fresh, maker.get().provider());
    }

    private synchronized List<String> taken() {
        var fresh = List.copyOf(marks);
        marks.clear();
        return fresh;
    }
}
