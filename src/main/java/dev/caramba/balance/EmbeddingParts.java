package dev.caramba.balance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.generation.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Joins the answers to the parts of one request for vectors. */
final class EmbeddingParts {

    private static final String ITEMS = "data";
    private static final String USAGE = "usage";

    private final List<EmbeddingVector> vectors = new ArrayList<>();
    private final List<Optional<Original>> originals = new ArrayList<>();
    private Optional<Event.Start> start = Optional.empty();
    private Optional<Usage> usage = Optional.empty();

    /** Takes an event of the next part. */
    void add(Event event) {
        if (event instanceof Event.Start first) {
            start = start.or(() -> Optional.of(first));
        } else if (event instanceof Event.Vectors made) {
            vectors.addAll(made.vectors());
            originals.add(made.original());
        } else if (event instanceof Event.Done done) {
            usage = sum(usage, done.usage());
        }
    }

    /** Returns how many vectors there are. */
    int size() {
        return vectors.size();
    }

    /** Returns the length of the vectors; empty when there are none yet. */
    OptionalInt length() {
        return vectors.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(vectors.get(0).length());
    }

    /** Returns the failure of a part, with the tokens of those before it. */
    Event.Error failed(Event.Error error) {
        return new Event.Error(error.failure(), sum(usage, error.usage()));
    }

    /** Returns the whole answer. */
    List<Event> whole() {
        return List.of(
                start.orElseGet(() -> new Event.Start(Optional.empty(), Optional.empty())),
                new Event.Vectors(vectors).from(original()),
                new Event.Done(FinishReason.STOP, usage));
    }

    /** Returns the originals as one; none where a part has none. */
    private Optional<Original> original() {
        if (originals.size() == 1) {
            return originals.get(0);
        }
        var all = originals.stream().flatMap(Optional::stream).toList();
        return all.size() < originals.size() || all.isEmpty() ? Optional.empty() : Optional.of(joined(all));
    }

    private static Original joined(List<Original> parts) {
        var json = parts.get(0).json().deepCopy();
        var items = json.putArray(ITEMS);
        for (var part : parts) {
            if (part.json().get(ITEMS) instanceof ArrayNode list) {
                items.addAll(list);
            }
        }
        for (var part : parts.subList(1, parts.size())) {
            if (part.json().get(USAGE) instanceof ObjectNode told) {
                add(told, json.get(USAGE) instanceof ObjectNode sum ? sum : json.putObject(USAGE));
            }
        }
        return new Original(parts.get(0).format(), json);
    }

    /** Adds all figures, at any depth; of anything else the first one stays. */
    private static void add(ObjectNode more, ObjectNode sum) {
        more.properties().forEach(field -> {
            var name = field.getKey();
            var value = field.getValue();
            var before = sum.path(name);
            if (value instanceof ObjectNode inner) {
                add(inner, before instanceof ObjectNode known ? known : sum.putObject(name));
            } else if (value.isNumber() && before.isNumber()) {
                sum.set(name, DecimalNode.valueOf(before.decimalValue().add(value.decimalValue())));
            } else if (before.isMissingNode() || before.isNull()) {
                sum.set(name, value);
            }
        });
    }

    private static Optional<Usage> sum(Optional<Usage> a, Optional<Usage> b) {
        return a.map(first -> b.map(first::plus).orElse(first)).or(() -> b);
    }
}
