package dev.caramba.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixtureTest {

    @ParameterizedTest
    @CsvSource({
        "anthropic,45",
        "cohere,43",
        "custom,41",
        "google,47",
        "huggingface,45",
        "lmstudio,32",
        "nvidia,36",
        "ollama,40",
        "openai,40"
    })
    void every_fixture_can_be_read(String provider, int count) {
        var fixtures = Fixture.of(provider).toList();

        assertEquals(count, fixtures.size());
        for (var fixture : fixtures) {
            assertEquals(provider, fixture.provider());
            assertNotNull(fixture.script());
            assertEquals(
                    fixture.params().path("messages").size(),
                    FixtureParams.read(fixture.params()).messages().size());
        }
    }
}
