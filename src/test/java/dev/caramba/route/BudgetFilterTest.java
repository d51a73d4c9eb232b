package dev.caramba.route;

import static dev.caramba.route.Offering.asking;
import static dev.caramba.route.Offering.fallbacks;
import static dev.caramba.route.Offering.offer;
import static dev.caramba.route.Offering.peers;
import static dev.caramba.route.Offering.route;
import static dev.caramba.route.Offering.strategy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.generation.Budget;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Grant;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.Quota;
import dev.caramba.prompt.Target;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers reach who have a budget, where some prices are not known. */
class BudgetFilterTest {

    private static final Grant WITH_A_BUDGET = new Grant(
            false,
            Set.of(),
            Set.of(),
            Set.of(),
            Quota.UNLIMITED,
            new Budget(Optional.empty(), Optional.of(BigDecimal.TEN)));

    private final Offers offers =
            new Offers(List.of(offer("openai", "gpt-4o-mini", "secret-model"), offer("mine", "m")));
    private final Catalog catalog = new Catalog(
            offers,
            List.of(
                    route(offers, "mixed", List.of("mine", "openai"), List.of("openai/secret-model")),
                    route(offers, "last", List.of("mine"), List.of("openai")),
                    route(offers, "dark", List.of("mine"), List.of("openai/secret-model"))));
    private final ModelResolver resolver =
            new ModelResolver(catalog, strategy("round-robin"), Set.of(new Target("openai", "gpt-4o-mini"))::contains);

    @Test
    void a_target_without_a_price_is_passed_over() {
        var mixed = resolver.resolve(asking("mixed"), WITH_A_BUDGET);
        var last = resolver.resolve(asking("last"), WITH_A_BUDGET);
        var auto = resolver.resolve(asking("auto"), WITH_A_BUDGET);

        assertEquals(List.of("openai/gpt-4o-mini"), peers(mixed));
        assertEquals(List.of(), fallbacks(mixed));
        assertEquals(List.of("openai/gpt-4o-mini"), peers(last));
        assertEquals(List.of("openai/gpt-4o-mini"), peers(auto));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mine", "mine/anything", "openai/gpt-9", "secret-model", "dark"})
    void with_nobody_left_the_error_names_them(String model) {
        var params = asking(model);

        var failure = assertThrows(ProviderException.class, () -> resolver.resolve(params, WITH_A_BUDGET))
                .failure();

        assertEquals(FailureKind.INVALID_REQUEST, failure.kind());
        assertEquals(Optional.of("model"), failure.param());
        var targets = switch (model) {
            case "mine" -> "mine/m";
            case "secret-model" -> "openai/secret-model";
            case "dark" -> "mine/m, openai/secret-model";
            default -> model;
        };
        assertEquals(
                "This access key or token has a budget, and no price is known of " + targets
                        + ": ask for another model, or let the operator set one (CARAMBA_USAGE_PRICES).",
                failure.message());
    }

    @Test
    void whoever_has_no_budget_asks_everything() {
        assertEquals(List.of("mine/m", "openai/gpt-4o-mini"), peers(resolver.resolve(asking("mixed"), Grant.CALL)));
        assertEquals(List.of("mine/anything"), peers(resolver.resolve(asking("mine/anything"), Grant.CALL)));
    }
}
