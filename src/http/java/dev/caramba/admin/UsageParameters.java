package dev.caramba.admin;

import dev.caramba.error.HttpError;
import dev.caramba.error.HttpErrorException;
import dev.caramba.generation.Caller;
import dev.caramba.usage.UsageQuery;
import dev.caramba.usage.UsageQuery.Part;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the parameters of a query for usage.
 *
 * @param given a parameter by its name; empty when it is missing
 */
record UsageParameters(Function<String, Optional<String>> given) {

    private static final long MOST_DAYS = 366;
    private static final List<Part> FILTERS = List.of(Part.CALLER, Part.ROUTE, Part.PROVIDER, Part.MODEL);
    private static final String PARTS =
            Stream.of(Part.values()).map(Part::wireName).collect(Collectors.joining(", "));

    /** Returns whether the answer is to be CSV instead of JSON. */
    boolean wantsCsv(Optional<String> accept) {
        return given.apply("format")
                .map(format -> switch (format.toLowerCase(Locale.ROOT)) {
                    case "csv" -> true;
                    case "json" -> false;
                    default -> throw wrong("format", "json or csv");
                })
                .orElseGet(() ->
                        accept.filter(types -> types.startsWith("text/csv")).isPresent());
    }

    /**
     * Returns the query.
     *
     * @param today the day to use where the parameters name none
     */
    UsageQuery query(Caller caller, LocalDate today) {
        var to = date("to").orElse(today);
        var from = date("from").orElse(date("to").orElse(today));
        if (from.isAfter(to)) {
            throw wrong("from", "a day that is not after the last one");
        }
        if (ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            throw wrong("from", "at most " + MOST_DAYS + " days");
        }
        var only = only();
        if (!caller.grant().admin() && !caller.name().equals(only.get(Part.CALLER))) {
            throw HttpError.refusal(
                            403,
                            "permission_denied",
                            "Only an operator sees what others have used; ask with caller=" + caller.name() + ".")
                    .withParam("caller")
                    .asException();
        }
        return new UsageQuery(from, to, only, group());
    }

    private Map<Part, String> only() {
        var only = new EnumMap<Part, String>(Part.class);
        FILTERS.forEach(part -> given.apply(part.wireName()).ifPresent(value -> only.put(part, value)));
        return only;
    }

    private List<Part> group() {
        return given.apply("group")
                .map(names -> Arrays.stream(names.split(","))
                        .map(this::part)
                        .distinct()
                        .toList())
                .orElse(List.of(Part.values()));
    }

    private Part part(String name) {
        return Stream.of(Part.values())
                .filter(part -> part.wireName().equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> wrong("group", "some of " + PARTS + ", separated by commas"));
    }

    private Optional<LocalDate> date(String name) {
        return given.apply(name).map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw wrong(name, "a day such as 2026-11-22");
            }
        });
    }

    private static HttpErrorException wrong(String name, String expected) {
        return HttpError.refusal(400, "invalid_request", name + " (expected: " + expected + ")")
                .withParam(name)
                .asException();
    }
}
