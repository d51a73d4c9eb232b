package dev.caramba.packaged;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** What a test asks {@code GET /usage} for. */
final class UsageReport {

    /** Reports speak of today unless told otherwise, and a test may begin before midnight and end after it. */
    static final String SINCE_YESTERDAY =
            "&from=" + LocalDate.now(ZoneOffset.UTC).minusDays(1);

    private UsageReport() {}
}
