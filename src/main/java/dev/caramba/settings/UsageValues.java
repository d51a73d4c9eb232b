package dev.caramba.settings;

import dev.caramba.config.ConfigSection;
import dev.caramba.config.UsageKeys;
import dev.caramba.prompt.Target;
import dev.caramba.usage.Price;
import dev.caramba.usage.PriceTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The checked values of {@code caramba.usage}.
 *
 * @param enabled whether usage is counted
 * @param retention how long the figures of a day are stored
 * @param budgetWarning the share of a budget from which its caller is warned
 * @param allowUnpriced whether callers with a budget may ask targets without a known price
 * @param pricesFile a file with further prices, which replace built-in ones; read only when usage is counted
 * @param prices prices that take precedence over all others
 */
public record UsageValues(
        boolean enabled,
        Duration retention,
        double budgetWarning,
        boolean allowUnpriced,
        Optional<String> pricesFile,
        Map<Target, Price> prices) {

    private static final Duration RETENTION = Duration.ofDays(90);
    private static final Duration LEAST = Duration.ofDays(1);
    private static final double BUDGET_WARNING = 0.8;

    private static final String AMOUNT = "\\d{1,6}(?:\\.\\d{1,9})?";
    private static final Pattern PRICE = Pattern.compile("(?<provider>[^/=]+)/(?<model>[^=]+)=\\s*(?<input>" + AMOUNT
            + ")(?::(?<cached>" + AMOUNT + "))?:(?<output>" + AMOUNT + ")");
    private static final String EXPECTED_PRICES = "comma-separated provider/model=input:output or"
            + " provider/model=input:cached:output in US dollars for a million tokens,"
            + " such as openai/gpt-4o-mini=0.15:0.075:0.6";

    static UsageValues read(UsageKeys keys) {
        var section = new ConfigSection("caramba.usage");
        return new UsageValues(
                section.flag("enabled", keys.enabled()).orElse(false),
                section.days("retention", keys.retention(), LEAST, RETENTION),
                section.part("budget-warning", keys.budgetWarning(), BUDGET_WARNING),
                section.flag("allow-unpriced", keys.allowUnpriced()).orElse(false),
                section.text(keys.pricesFile()),
                prices(section, keys.prices()));
    }

    /** Returns all known prices. Those of the operator replace the built-in ones. */
    public Map<Target, Price> allPrices() {
        var all = new HashMap<>(PriceTable.builtIn());
        pricesFile.ifPresent(file -> all.putAll(fromFile(file)));
        all.putAll(prices);
        return all;
    }

    private static Map<Target, Price> fromFile(String file) {
        var section = new ConfigSection("caramba.usage");
        try {
            return PriceTable.read(Files.readString(Path.of(file)));
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            throw section.wrong("prices-file", file, "a file in UTF-8 that can be read");
        } catch (IllegalArgumentException e) {
            throw section.wrong("prices-file", file, "prices as docs/configuration.md shows them; " + e.getMessage());
        }
    }

    private static Map<Target, Price> prices(ConfigSection section, Optional<String> text) {
        var prices = new HashMap<Target, Price>();
        for (var part : section.list(text)) {
            var price = PRICE.matcher(part);
            if (!price.matches()) {
                throw section.wrong("prices", part, EXPECTED_PRICES);
            }
            prices.put(
                    new Target(
                            price.group("provider").strip(),
                            price.group("model").strip()),
                    new Price(
                            new Price.Rates(
                                    new BigDecimal(price.group("input")),
                                    Optional.ofNullable(price.group("cached")).map(BigDecimal::new),
                                    new BigDecimal(price.group("output"))),
                            Optional.empty()));
        }
        return Map.copyOf(prices);
    }
}
