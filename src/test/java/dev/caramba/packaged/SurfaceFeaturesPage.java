package dev.caramba.packaged;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Writes the matrix of surfaces and features as the page {@code docs/features.md}. */
final class SurfaceFeaturesPage {

    private static final String HEAD = """
            # What every surface has

            Whatever a call is given, it is given on every surface, whole or streamed, whether the provider speaks the format of the surface
            or is translated for. `SurfaceFeaturesIT` checks each cell of this table with the packaged application;
            `./mvnw test -Dtest=SurfaceFeaturesTest -Dfeatures.write=true` writes this page. Errors have the envelope of their surface:
            OpenAI's, or Anthropic's below `/v1/messages`.

            """;

    private static final String PLAIN = "yes";

    private SurfaceFeaturesPage() {}

    static String text() {
        var page = new StringBuilder(HEAD);
        page.append(line(columns().toList()));
        page.append(line(columns().map(name -> "---").toList()));
        for (var feature : SurfaceFeature.values()) {
            page.append(line(Stream.concat(Stream.of(feature.words(), feature.shown()), cells(feature))
                    .toList()));
        }
        return page.toString();
    }

    private static Stream<String> columns() {
        return Stream.concat(
                Stream.of("Feature", "What it shows as"),
                Arrays.stream(AskedSurface.values()).map(AskedSurface::toString));
    }

    private static Stream<String> cells(SurfaceFeature feature) {
        return Arrays.stream(AskedSurface.values())
                .map(surface -> feature.difference(surface).orElse(PLAIN));
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
