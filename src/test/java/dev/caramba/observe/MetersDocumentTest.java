package dev.caramba.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetersDocumentTest {

    private static final Pattern NAMED = Pattern.compile("`(caramba_[a-z_]+)");
    private static final Map<String, String> SUFFIX =
            Map.of("timer", "_seconds", "histogram", "_seconds", "counter", "_total", "gauge", "");

    @Test
    void has_a_row_for_each_meter_and_for_no_other() {
        var documented = DocumentedMeters.all().values().stream()
                .map(meter -> {
                    var suffix = SUFFIX.get(meter.type());
                    assertTrue(meter.name().endsWith(suffix), meter::toString);
                    return meter.name().substring(0, meter.name().length() - suffix.length());
                })
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(names(), documented);
    }

    @Test
    void names_no_meter_elsewhere_that_there_is_not() {
        var known = DocumentedMeters.all().keySet();

        NAMED.matcher(DocumentedMeters.document())
                .results()
                .map(found -> found.group(1))
                .forEach(name -> assertTrue(known.contains(DocumentedMeters.family(name)), name));
    }

    /** As Prometheus shows them, without what it adds. */
    private static Set<String> names() {
        return Stream.of(MetricNames.class.getDeclaredFields())
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .map(MetersDocumentTest::value)
                .map(name -> name.replace('.', '_'))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String value(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
