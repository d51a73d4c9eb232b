package dev.caramba.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.usage.UsageFigures;
import dev.caramba.usage.UsageQuery;
import dev.caramba.usage.UsageQuery.Part;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes usage as JSON and as CSV. */
final class UsageText {

    private static final int NANO_DIGITS = 9;
    private static final String NEWLINE = "\r\n";

    private UsageText() {}

    static ObjectNode json(UsageQuery query, Map<List<String>, UsageFigures> figures) {
        var json = Json.object()
                .put("from", query.from().toString())
                .put("to", query.to().toString())
                .put("currency", "USD");
        var total = figures.values().stream().reduce(UsageFigures.NONE, UsageFigures::plus);
        put(json.putObject("total"), total);
        var rows = json.putArray("rows");
        figures.forEach((key, row) -> {
            var line = rows.addObject();
            for (int i = 0; i < key.size(); i++) {
                line.put(query.group().get(i).wireName(), key.get(i));
            }
            put(line, row);
        });
        return json;
    }

    static String csv(UsageQuery query, Map<List<String>, UsageFigures> figures) {
        var names =
                Stream.concat(query.group().stream().map(Part::wireName), numbers(UsageFigures.NONE).keySet().stream());
        var text = new StringBuilder(names.collect(Collectors.joining(","))).append(NEWLINE);
        figures.forEach((key, row) -> {
            var cells = Stream.concat(
                    key.stream().map(UsageText::cell),
                    numbers(row).values().stream()
                            .map(value -> value.map(BigDecimal::toPlainString).orElse("")));
            text.append(cells.collect(Collectors.joining(","))).append(NEWLINE);
        });
        return text.toString();
    }

    private static void put(ObjectNode line, UsageFigures figures) {
        numbers(figures).forEach((name, value) -> line.put(name, value.orElse(null)));
    }

    /** Returns the figures by name, in order; an unknown figure is empty. */
    private static Map<String, Optional<BigDecimal>> numbers(UsageFigures figures) {
        var numbers = new LinkedHashMap<String, Optional<BigDecimal>>();
        numbers.put("calls", integer(figures.calls()));
        numbers.put("errors", integer(figures.errors()));
        numbers.put("attempts", integer(figures.attempts()));
        numbers.put("failures", integer(figures.failures()));
        numbers.put("untold", integer(figures.untold()));
        numbers.put("inputTokens", integer(figures.inputTokens()));
        numbers.put("cachedInputTokens", integer(figures.cachedInputTokens()));
        numbers.put("outputTokens", integer(figures.outputTokens()));
        numbers.put("reasoningTokens", integer(figures.reasoningTokens()));
        numbers.put("cost", cost(figures));
        numbers.put("unpriced", integer(figures.unpriced()));
        return numbers;
    }

    private static Optional<BigDecimal> integer(long number) {
        return Optional.of(BigDecimal.valueOf(number));
    }

    /** Returns the cost; empty when no price is known for anything that was used. */
    private static Optional<BigDecimal> cost(UsageFigures figures) {
        return figures.nanos() == 0 && figures.unpriced() > 0
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf(figures.nanos(), NANO_DIGITS));
    }

    /**
     * Returns a cell of CSV. Model names come from callers: a spreadsheet must take none as a formula or as the end of
     * its cell.
     */
    private static String cell(String text) {
        var harmless = text.isEmpty() || text.equals("-") || "=+-@\t\r\n".indexOf(text.charAt(0)) < 0;
        var plain = harmless ? text : "'" + text;
        return plain.matches("[^\",\\r\\n]*") ? plain : '"' + plain.replace("\"", "\"\"") + '"';
    }
}
