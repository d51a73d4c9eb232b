package dev.caramba.packaged;

import dev.caramba.format.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A conversation of several turns with tools, as a model leads it in any wire format: a handoff where one is offered, two
 * calls at once, one more call, a text with all results. As strict as the providers: every call and its result must have
 * come back as they were, turn by turn.
 *
 * @param calls of the turns so far
 * @param results of these calls, in their order
 * @param tools names of what is offered
 */
record Journey(List<List<String>> calls, List<String> results, List<String> tools) {

    static final String MODEL = "journey";
    static final String PATCHING = "patch";
    static final String PATCH = "*** Begin Patch\n*** Add File: a.txt\n+\"boats\"\n*** End Patch";
    static final String THOUGHT = "Three cities, one after the other.";

    private static final String HANDOFF = "transfer_to_";

    /** What the model says next. */
    Speech next(String model) {
        var turns = turns(model);
        var expected = turns.stream()
                .limit(calls.size())
                .map(turn -> turn.stream().map(Speech.Call::toString).toList())
                .toList();
        int answered = expected.stream().mapToInt(List::size).sum();
        if (!calls.equals(expected) || results.size() != answered) {
            throw new IllegalArgumentException("not what was called: " + calls + " -> " + results);
        }
        if (calls.size() == turns.size()) {
            return Speech.of(new Speech.Text(
                    results.stream().filter(result -> !result.startsWith("{")).collect(Collectors.joining(", "))));
        }
        var thought = new Speech.Thought(THOUGHT);
        var said = turns.get(calls.size());
        return Speech.of(
                calls.isEmpty()
                        ? Stream.concat(Stream.of(thought), said.stream()).toList()
                        : said);
    }

    private List<List<Speech.Call>> turns(String model) {
        if (model.equals(PATCHING)) {
            return List.of(List.of(new Speech.Call("call_patch", "apply_patch", PATCH, true)));
        }
        var weather = List.of(List.of(weather(1, "Oslo"), weather(2, "Bergen")), List.of(weather(3, "Narvik")));
        return handoff()
                .map(name -> Stream.concat(
                                Stream.of(List.of(new Speech.Call("call_0", name, "{}", false))), weather.stream())
                        .toList())
                .orElse(weather);
    }

    /** The handoff that is offered, or was taken. */
    private Optional<String> handoff() {
        return Stream.concat(
                        tools.stream(), calls.stream().flatMap(List::stream).map(call -> call.split(" ")[1]))
                .filter(name -> name.startsWith(HANDOFF))
                .findFirst();
    }

    private static Speech.Call weather(int number, String city) {
        var arguments = Json.object().put("city", city);
        return new Speech.Call("call_" + number, "get_weather", Json.write(arguments), false);
    }
}
