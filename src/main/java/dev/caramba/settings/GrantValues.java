package dev.caramba.settings;

import dev.caramba.call.AccessSettings.Granted;
import dev.caramba.config.CarambaConfig.GrantKeys;
import dev.caramba.config.ConfigSection;
import dev.caramba.config.SimilarNames;
import dev.caramba.generation.Budget;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Quota;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads and checks the keys of one grant. */
record GrantValues(ConfigSection section, GrantKeys keys) {

    private static final long MOST = 1_000_000_000_000L;
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?");

    Granted read() {
        return new Granted(
                new Grant(
                        section.flag("admin", keys.admin()).orElse(false),
                        names(keys.routes()),
                        names(keys.providers()),
                        Set.copyOf(section.list(keys.models())),
                        quota(),
                        new Budget(
                                amount("budget-per-day", keys.budgetPerDay()),
                                amount("budget-per-month", keys.budgetPerMonth()))),
                section.text(keys.expires()).map(this::instant));
    }

    /**
     * Throws a {@link ConfigException} when a name is unknown: a misspelt name would lock the caller out.
     *
     * @param key the key of the list
     * @param expected what the message says of the known names
     */
    void check(String key, Set<String> named, Collection<String> known, String expected) {
        named.stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    var meant = SimilarNames.nearest(name, "", known.stream(), word -> word)
                            .map(word -> ", such as " + word);
                    throw section.wrong(
                            key, name, known.isEmpty() ? "none, as there is none" : expected + meant.orElse(""));
                });
    }

    private Set<String> names(Optional<String> list) {
        return Set.copyOf(section.list(list).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList());
    }

    private Quota quota() {
        var inFlight = limit("max-in-flight", keys.maxInFlight(), Integer.MAX_VALUE);
        return new Quota(
                limit("requests-per-minute", keys.requestsPerMinute(), MOST),
                limit("requests-per-day", keys.requestsPerDay(), MOST),
                limit("tokens-per-minute", keys.tokensPerMinute(), MOST),
                limit("tokens-per-day", keys.tokensPerDay(), MOST),
                inFlight.isPresent() ? OptionalInt.of((int) inFlight.getAsLong()) : OptionalInt.empty());
    }

    private OptionalLong limit(String key, Optional<String> text, long most) {
        return section.longWhole(key, text, 1, most).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private Optional<BigDecimal> amount(String key, Optional<String> text) {
        return section.text(text)
                .map(value -> Optional.of(value)
                        .filter(AMOUNT.asMatchPredicate())
                        .map(BigDecimal::new)
                        .orElseThrow(() -> section.wrong(key, value, "US dollars, such as 5 or 0.50")));
    }

    /** Reads a date as its first moment in UTC. */
    private Instant instant(String text) {
        try {
            return text.length() <= LocalDate.EPOCH.toString().length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw section.wrong("expires", text, "a date or an instant such as 2027-01-31 or 2027-01-31T12:00:00Z");
        }
    }
}
