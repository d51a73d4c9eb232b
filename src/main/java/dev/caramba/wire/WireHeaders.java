package dev.caramba.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The header fields of a response. Names are case-insensitive and kept in lower case. */
public final class WireHeaders {

    private final Map<String, List<String>> fields = new TreeMap<>();

    public WireHeaders(Iterable<Map.Entry<String, String>> entries) {
        for (var entry : entries) {
            fields.computeIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(entry.getValue());
        }
    }

    /** Returns the first value of a field, if the response has the field. */
    public Optional<String> first(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** Returns all field names, in lower case and in alphabetical order. */
    public Stream<String> names() {
        return fields.keySet().stream();
    }
}
