package dev.caramba.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads prices from JSON: a list of lines, each with its date and its source.
 *
 * <pre>{@code
 * {"provider": "openai", "model": "gpt-4o-mini", "input": 0.15, "cachedInput": 0.075, "output": 0.6,
 *  "asOf": "2026-03-31", "source": "https://..."}
 * }</pre>
 *
 * Prices are US dollars for a million tokens. {@code cachedInput} may be left out, and there may be
 * {@code "longPrompts": {"above": 272000, "input": ..., "cachedInput": ..., "output": ...}}.
 */
public final class PriceTable {

    private static final String BUILT_IN = "/prices.json";
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    private PriceTable() {}

    /** Returns the prices that come with the product. */
    public static Map<Target, Price> builtIn() {
        try (var resource = PriceTable.class.getResourceAsStream(BUILT_IN)) {
            if (resource == null) {
                throw new IllegalStateException("missing in this build: " + BUILT_IN);
            }
            return read(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException when the text is no such list; the message names the line and what is wrong */
    public static Map<Target, Price> read(String json) {
        var list = Json.parse(json)
                .filter(JsonNode::isArray)
                .orElseThrow(() -> new IllegalArgumentException("not a JSON list"));
        var prices = new HashMap<Target, Price>();
        for (int i = 0; i < list.size(); i++) {
            var line = new Line(list.get(i), "line " + (i + 1));
            line.date("asOf");
            line.text("source");
            var target = new Target(line.text("provider"), line.text("model"));
            if (prices.put(target, price(line)) != null) {
                throw line.wrong("model", "each target once");
            }
        }
        return Map.copyOf(prices);
    }

    private static Price price(Line line) {
        return new Price(rates(line), line.part("longPrompts").map(part -> {
            var above = part.amount("above");
            return new Price.LongPrompts(above.longValue(), rates(part));
        }));
    }

    private static Price.Rates rates(Line line) {
        return new Price.Rates(
                line.amount("input"),
                line.json.has("cachedInput") ? Optional.of(line.amount("cachedInput")) : Optional.empty(),
                line.amount("output"));
    }

    private record Line(JsonNode json, String name) {

        String text(String field) {
            var text = json.path(field);
            if (!text.isTextual() || text.asText().isBlank()) {
                throw wrong(field, "a text");
            }
            return text.asText();
        }

        void date(String field) {
            try {
                LocalDate.parse(text(field));
            } catch (DateTimeParseException e) {
                throw wrong(field, "a date such as 2026-11-22");
            }
        }

        BigDecimal amount(String field) {
            var amount = json.path(field);
            if (!amount.isNumber()
                    || amount.decimalValue().signum() < 0
                    || amount.decimalValue().compareTo(MOST) > 0) {
                throw wrong(field, "a number from 0 to " + MOST);
            }
            return amount.decimalValue();
        }

        Optional<Line> part(String field) {
            return Optional.of(json.path(field))
                    .filter(part -> !part.isMissingNode())
                    .map(part -> new Line(part, name + ", " + field));
        }

        IllegalArgumentException wrong(String field, String expected) {
            return new IllegalArgumentException(name + ": " + field + " (expected: " + expected + ")");
        }
    }
}
