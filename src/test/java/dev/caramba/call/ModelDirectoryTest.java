package dev.caramba.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.caramba.generation.Budget;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Quota;
import dev.caramba.generation.TargetsByName;
import dev.caramba.prompt.Target;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelDirectoryTest {

    private static final Target PRICED = new Target("a", "m");
    private static final Target UNPRICED = new Target("b", "n");
    private static final Budget DAILY = new Budget(Optional.of(BigDecimal.ONE), Optional.empty());

    private final ModelDirectory directory = new ModelDirectory(
            owners("auto", "both", "free", "a", "b", "a/m", "b/n", "m", "n"),
            new TargetsByName(
                    Map.of("both", List.of(PRICED, UNPRICED), "free", List.of(UNPRICED)),
                    Map.of("auto", List.of(PRICED, UNPRICED), "m", List.of(PRICED), "n", List.of(UNPRICED)),
                    List.of(PRICED, UNPRICED)),
            PRICED::equals);

    @Test
    void a_caller_without_bounds_sees_everything() {
        assertSame(directory, directory.seenBy(Grant.CALL));
    }

    @Test
    void a_caller_with_a_budget_does_not_see_what_has_no_price() {
        var seen = directory.seenBy(grant(Set.of(), Set.of(), DAILY));

        assertEquals(Set.of("auto", "both", "a", "a/m", "m"), seen.owners().keySet());
        assertEquals(directory.targets(), seen.targets());
    }

    @Test
    void what_a_key_may_not_ask_is_not_listed_under_any_name() {
        assertEquals(
                Set.of("auto", "both", "free", "b", "b/n", "n"),
                directory
                        .seenBy(grant(Set.of(), Set.of("b"), Budget.UNLIMITED))
                        .owners()
                        .keySet());
        assertEquals(
                Set.of("free"),
                directory
                        .seenBy(grant(Set.of("free"), Set.of(), Budget.UNLIMITED))
                        .owners()
                        .keySet());
        assertEquals(
                Set.of(),
                directory.seenBy(grant(Set.of(), Set.of("b"), DAILY)).owners().keySet());
    }

    private static Grant grant(Set<String> routes, Set<String> providers, Budget budget) {
        return new Grant(false, routes, providers, Set.of(), Quota.UNLIMITED, budget);
    }

    private static Map<String, String> owners(String... names) {
        var owners = new LinkedHashMap<String, String>();
        List.of(names).forEach(name -> owners.put(name, "caramba"));
        return owners;
    }
}
