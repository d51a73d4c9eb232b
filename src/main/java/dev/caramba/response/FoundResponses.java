package dev.caramba.response;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the store knows of that which was wanted.
 *
 * @param records the records by the ids of their responses
 * @param places the ids of the responses by the items that are in them
 */
public record FoundResponses(Map<String, byte[]> records, Map<String, String> places) {

    static final FoundResponses NONE = new FoundResponses(Map.of(), Map.of());

    public FoundResponses {
        records = Map.copyOf(records);
        places = Map.copyOf(places);
    }

    /** Returns the record of a response. */
    public Optional<byte[]> record(String id) {
        return Optional.ofNullable(records.get(id));
    }

    /** Returns whether nothing is missing of that which was wanted. */
    boolean answers(WantedResponses wanted) {
        return wanted.response().filter(id -> !records.containsKey(id)).isEmpty()
                && places.keySet().containsAll(wanted.items());
    }

    /** Returns this and what another store knows; where both know an id, this one counts. */
    FoundResponses and(FoundResponses other) {
        var allRecords = new HashMap<>(other.records);
        allRecords.putAll(records);
        var allPlaces = new HashMap<>(other.places);
        allPlaces.putAll(places);
        return new FoundResponses(allRecords, allPlaces);
    }
}
