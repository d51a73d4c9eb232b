package dev.caramba.generation;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The amount that a caller may spend per day and per month, in US dollars. An empty value means no limit. Days and
 * months are those of UTC.
 */
public record Budget(Optional<BigDecimal> daily, Optional<BigDecimal> monthly) {

    public static final Budget UNLIMITED = new Budget(Optional.empty(), Optional.empty());
}
