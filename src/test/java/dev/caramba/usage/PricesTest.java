package dev.caramba.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Usage;
import dev.caramba.prompt.Target;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {

    private static final String LINE = "{\"provider\":\"openai\",\"model\":\"m\",\"input\":0.15,\"cachedInput\":0.075,"
            + "\"output\":0.6,\"asOf\":\"2026-03-31\",\"source\":\"https://example.com\"}";
    private static final Price PRICE = PriceTable.read("[" + LINE + "]").get(new Target("openai", "m"));

    @ParameterizedTest
    @CsvSource({
        "1000000, 0, 1000000, 750000000",
        "1000, 0, 500, 450000",
        "1000, 400, 500, 420000",
        "1, 0, 0, 150",
        "1, 1, 0, 75",
        "10, 30, 0, 750",
        "0, 0, 0, 0"
    })
    void tokens_cost_their_rate(long input, long cached, long output, long nanos) {
        assertEquals(nanos, PRICE.nanos(usage(input, cached, output)));
    }

    @Test
    void figures_that_were_not_told_cost_nothing() {
        var inputOnly = new Usage(
                OptionalLong.of(1000),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());

        assertEquals(150_000, PRICE.nanos(inputOnly));
    }

    @Test
    void cached_tokens_cost_as_much_as_others_where_nothing_else_is_said() {
        var price = PriceTable.read("[" + LINE.replace("\"cachedInput\":0.075,", "") + "]")
                .get(new Target("openai", "m"));

        assertEquals(150_000, price.nanos(usage(1000, 400, 0)));
    }

    @Test
    void long_prompts_have_their_own_rates() {
        var price = PriceTable.read("["
                        + LINE.replace("\"asOf\"", "\"longPrompts\":{\"above\":1000,\"input\":1,\"output\":2},\"asOf\"")
                        + "]")
                .get(new Target("openai", "m"));

        assertEquals(150_000 + 600, price.nanos(usage(1000, 0, 1)));
        assertEquals(1_001_000 + 2_000, price.nanos(usage(1001, 0, 1)));
    }

    @Test
    void fractions_of_a_billionth_are_rounded() {
        var price = new Price(
                new Price.Rates(new BigDecimal("0.0375"), Optional.empty(), BigDecimal.ZERO), Optional.empty());

        assertEquals(38, price.nanos(usage(1, 0, 0)));
        assertEquals(75, price.nanos(usage(2, 0, 0)));
    }

    @Test
    void the_price_of_the_entry_counts_before_that_of_its_vendor() {
        var own = new Price(new Price.Rates(BigDecimal.ONE, Optional.empty(), BigDecimal.ONE), Optional.empty());
        var table = new HashMap<>(Map.of(new Target("openai", "m"), PRICE, new Target("cheap", "m"), own));
        var prices = new Prices(table, name -> name.equals("mine") ? "ollama" : "openai", Set.of("ollama"));

        assertEquals(Optional.of(own), prices.of(new Target("cheap", "m")));
        assertEquals(Optional.of(PRICE), prices.of(new Target("openai2", "m")));
        assertEquals(Optional.of(PRICE), prices.of(new Target("openai2", "m-2024-07-18")));
        assertEquals(Optional.of(PRICE), prices.of(new Target("openai2", "m-20240718")));
        assertEquals(Optional.empty(), prices.of(new Target("openai2", "m-mini")));
        assertEquals(Optional.of(Price.FREE), prices.of(new Target("mine", "llama")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"input\":0.15 | \"input\":-1 | line 1: input (expected: a number from 0 to 1000000)",
                "\"input\":0.15 | \"input\":\"0.15\" | line 1: input (expected: a number from 0 to 1000000)",
                "\"output\":0.6, | '' | line 1: output (expected: a number from 0 to 1000000)",
                "2026-03-31 | soon | line 1: asOf (expected: a date such as 2026-11-22)",
                "https://example.com | ' ' | line 1: source (expected: a text)",
                "\"model\":\"m\", | '' | line 1: model (expected: a text)"
            })
    void a_line_that_is_wrong_is_told(String part, String instead, String message) {
        var json = "[" + LINE.replace(part, instead) + "]";

        var e = assertThrows(IllegalArgumentException.class, () -> PriceTable.read(json));

        assertEquals(message, e.getMessage());
    }

    @Test
    void a_target_has_one_price() {
        var e = assertThrows(IllegalArgumentException.class, () -> PriceTable.read("[" + LINE + "," + LINE + "]"));

        assertEquals("line 2: model (expected: each target once)", e.getMessage());
    }

    @Test
    void what_comes_with_the_product_can_be_read_and_prices_the_defaults_that_have_a_public_price() {
        var prices = PriceTable.builtIn();

        assertTrue(prices.keySet()
                .containsAll(Set.of(
                        new Target("openai", "gpt-4o-mini"),
                        new Target("anthropic", "claude-sonnet-5-5"),
                        new Target("google", "gemini-3.5-flash-lite"),
                        new Target("cohere", "command-r-08-2024"))));
        assertEquals(
                750_000_000, prices.get(new Target("openai", "gpt-4o-mini")).nanos(usage(1_000_000, 0, 1_000_000)));
    }

    private static Usage usage(long input, long cached, long output) {
        return new Usage(
                OptionalLong.of(input),
                OptionalLong.of(output),
                OptionalLong.empty(),
                OptionalLong.of(cached),
                OptionalLong.empty());
    }
}
