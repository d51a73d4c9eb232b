package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangelogTest {

    private static final Set<String> KINDS = Set.of("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security");
    private static final Pattern UPGRADING = Pattern.compile("Upgrading from \\d+\\.\\d+");
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

    static Stream<Changelog> sections() {
        return Changelog.sections().stream();
    }

    @Test
    void what_is_not_released_comes_first_and_then_releases_from_new_to_old() {
        var titles = sections().map(Changelog::title).toList();
        var released = titles.subList(1, titles.size());

        assertEquals(Changelog.UNRELEASED, titles.get(0));
        assertEquals(
                released.stream()
                        .sorted(Comparator.comparing(ChangelogTest::order).reversed())
                        .toList(),
                released);
    }

    @Test
    void releases_have_the_day_of_their_release() {
        var days = Changelog.releases().stream()
                .map(release -> LocalDate.parse(release.date().orElseThrow()))
                .toList();

        assertEquals(days.stream().sorted(Comparator.reverseOrder()).toList(), days);
    }

    @ParameterizedTest
    @MethodSource("sections")
    void headings_are_the_usual_ones_each_once(Changelog section) {
        var headings = section.headings(3);

        assertEquals(Set.copyOf(headings).size(), headings.size(), headings::toString);
        headings.stream()
                .filter(heading -> !UPGRADING.matcher(heading).matches())
                .forEach(heading -> assertTrue(KINDS.contains(heading), heading));
    }

    @Test
    void a_release_says_first_what_an_upgrade_takes() {
        var latest = Changelog.releases().get(0);

        assertTrue(UPGRADING.matcher(latest.headings(3).get(0)).matches(), latest::title);
    }

    @ParameterizedTest
    @MethodSource("sections")
    void every_entry_stands_below_a_heading(Changelog section) {
        List<String> before = section.lines().stream()
                .takeWhile(line -> !line.startsWith("### "))
                .filter(line -> line.startsWith("- "))
                .toList();

        assertEquals(List.of(), before);
    }

    @Test
    void no_entry_stands_there_twice() {
        var entries = sections()
                .flatMap(section -> section.lines().stream())
                .filter(line -> line.startsWith("- "))
                .toList();
        var twice = new ArrayList<>(entries);
        Set.copyOf(entries).forEach(twice::remove);

        assertEquals(List.of(), twice);
    }

    private static int order(String version) {
        var parts = VERSION.matcher(version);
        assertTrue(parts.matches(), version);
        return Integer.parseInt(parts.group(1)) * 1_000_000
                + Integer.parseInt(parts.group(2)) * 1_000
                + Integer.parseInt(parts.group(3));
    }
}
