package dev.caramba.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code CHANGELOG.md} says of one release. */
record Changelog(String title, Optional<String> date, List<String> lines) {

    static final Path FILE = Path.of("CHANGELOG.md");
    static final String UNRELEASED = "Unreleased";

    private static final Pattern HEADING = Pattern.compile("## \\[?([^\\] ]+)]?(?: - (\\S+))?");
    private static final String LINK = "[";

    /** All sections, the newest first. */
    static List<Changelog> sections() {
        var sections = new ArrayList<Changelog>();
        for (var line : read()) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                sections.add(new Changelog(heading.group(1), Optional.ofNullable(heading.group(2)), new ArrayList<>()));
            } else if (!sections.isEmpty() && !line.startsWith(LINK)) {
                sections.get(sections.size() - 1).lines().add(line);
            }
        }
        return sections;
    }

    /** The sections of releases, the newest first. */
    static List<Changelog> releases() {
        return sections().stream()
                .filter(section -> !section.title().equals(UNRELEASED))
                .toList();
    }

    /** The headings of one level, 3 or 4. */
    List<String> headings(int level) {
        var mark = "#".repeat(level) + " ";
        return lines.stream()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()))
                .toList();
    }

    private static List<String> read() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
