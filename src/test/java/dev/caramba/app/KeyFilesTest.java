package dev.caramba.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.config.RedisAddress;
import dev.caramba.config.RedisSecrets;
import dev.caramba.config.SecretFile;
import dev.caramba.settings.TestConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets in files instead of variables. */
class KeyFilesTest {

    private static final String HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "OPENAI_API_KEY_FILE, openai",
        "ANTHROPIC_API_KEY_FILE, anthropic",
        "GOOGLE_API_KEY_FILE, google",
        "GEMINI_API_KEY_FILE, google",
        "COHERE_API_KEY_FILE, cohere",
        "HF_API_KEY_FILE, huggingface",
        "HF_TOKEN_FILE, huggingface",
        "NVIDIA_API_KEY_FILE, nvidia",
        "CARAMBA_PROVIDERS_OPENAI_API_KEY_FILE, openai",
        "caramba.providers.cohere.api-key-file, cohere"
    })
    void a_file_enables_its_provider(String variable, String name) {
        var file = file("\n sk-1 \r\n");

        var enabled = TestConfig.with(variable + "=" + file).enabled();

        assertEquals(Set.of(name), enabled.keySet());
        assertEquals(Optional.of("sk-1"), enabled.get(name).endpoint().apiKey());
        assertEquals(Optional.of(file), enabled.get(name).keyFile().map(SecretFile::path));
    }

    @Test
    void a_key_of_a_variable_has_no_file() {
        assertEquals(
                Optional.empty(),
                TestConfig.with("OPENAI_API_KEY=sk-1").enabled().get("openai").keyFile());
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI_API_KEY, OPENAI_API_KEY_FILE",
        "HF_TOKEN, HF_TOKEN_FILE",
        "caramba.providers.openai.api-key, caramba.providers.openai.api-key-file"
    })
    void a_key_and_its_file_are_a_mistake(String variable, String ofFile) {
        var mistake = mistake(variable + "=sk-1", ofFile + "=" + file("sk-2"));

        assertEquals(ofFile + ": (hidden) (expected: only one of it and " + variable + " to be set)", mistake);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPENAI_API_KEY_FILE", "CARAMBA_PROVIDERS_OPENAI_API_KEY_FILE"})
    void a_missing_file_is_named(String variable) {
        var missing = directory.resolve("missing");
        var key = variable.startsWith("CARAMBA") ? "caramba.providers.openai.api-key-file" : variable;

        assertEquals(
                key + ": " + missing + " (expected: a file that can be read and holds the secret, and nothing else)",
                mistake(variable + "=" + missing));
        assertTrue(mistake(variable + "=" + directory).startsWith(key + ": " + directory + " (expected"));
    }

    @Test
    void a_file_without_a_key_is_named_and_not_repeated() throws IOException {
        assertTrue(mistake("OPENAI_API_KEY_FILE=" + file(" \n")).endsWith("it is empty)"));
        assertTrue(mistake("OPENAI_API_KEY_FILE=" + bytes(0xff, 0xfe)).endsWith("it is no text)"));
        var lines = mistake("OPENAI_API_KEY_FILE=" + file("sk-1\nsk-2"));
        assertTrue(lines.startsWith("OPENAI_API_KEY_FILE: (hidden) (expected: a key of printable"), lines);
        assertFalse(lines.contains("sk-"), lines);
        var large = Files.writeString(directory.resolve("large"), "k".repeat(1 << 17));
        assertTrue(mistake("OPENAI_API_KEY_FILE=" + large).startsWith("OPENAI_API_KEY_FILE: " + large));
    }

    @Test
    void a_key_put_where_its_file_belongs_is_not_repeated() {
        assertTrue(mistake("OPENAI_API_KEY_FILE=sk-1").startsWith("OPENAI_API_KEY_FILE: (hidden) (expected: a file"));
    }

    @Test
    void a_reference_is_never_sent_as_a_key() {
        assertEquals(
                "OPENAI_API_KEY: aws-secretsmanager:x#y (expected: the key itself, or a build with -Daws-secrets)",
                mistake("OPENAI_API_KEY=aws-secretsmanager:x#y"));
    }

    @Test
    void a_disabled_entry_needs_no_file() {
        assertEquals(
                Map.of(),
                TestConfig.with("OPENAI_API_KEY_FILE=/none", "CARAMBA_PROVIDERS_OPENAI_ENABLED=false")
                        .enabled());
    }

    @Test
    void hashes_of_callers_keys_stand_in_files_too() {
        var settings = TestConfig.with(
                        "CARAMBA_ACCESS_KEYS_ALICE_FILE=" + file(HASH + "\n"),
                        "CARAMBA_ACCESS_KEYS_TEAM_A_FILE=" + file(HASH),
                        "CARAMBA_ACCESS_KEYS_BOB=" + HASH)
                .settings();

        assertEquals(
                Map.of("alice", HASH, "team_a", HASH, "bob", HASH),
                settings.access().keys());
    }

    @Test
    void a_callers_file_is_checked_like_a_providers() {
        var both = assertThrows(
                ConfigurationException.class,
                () -> TestConfig.with(
                                "CARAMBA_ACCESS_KEYS_ALICE_FILE=" + file(HASH), "CARAMBA_ACCESS_KEYS_ALICE=" + HASH)
                        .settings());
        var missing = assertThrows(
                ConfigurationException.class,
                () -> TestConfig.with("CARAMBA_ACCESS_KEYS_ALICE_FILE=/none").settings());

        assertTrue(both.getMessage().startsWith("caramba.access.keys.alice.file: (hidden)"), both.getMessage());
        assertTrue(missing.getMessage().startsWith("caramba.access.keys.alice.file: /none"), missing.getMessage());
    }

    @Test
    void redis_is_found_and_entered_by_files() {
        var config = redis(Map.of(
                "REDIS_URL_FILE", file("redis://box:1\n").toString(),
                "REDIS_PASSWORD_FILE", file("s3cr3t\n").toString()));

        assertEquals("redis://box:1", config.getValue("quarkus.redis.hosts", String.class));
        assertEquals("s3cr3t", config.getValue("quarkus.redis.password", String.class));
        assertEquals(Optional.empty(), redis(Map.of()).getOptionalValue("quarkus.redis.password", String.class));
    }

    @Test
    void an_address_of_redis_in_a_file_is_checked_like_any() {
        var wrong = assertThrows(
                ConfigurationException.class,
                () -> redis(Map.of("REDIS_URL_FILE", file("http://:s3cr3t@box").toString()))
                        .getValue("quarkus.redis.hosts", String.class));
        var both = assertThrows(
                ConfigurationException.class,
                () -> redis(Map.of("REDIS_URL", "redis://box", "REDIS_URL_FILE", "/none"))
                        .getValue("quarkus.redis.hosts", String.class));

        assertTrue(wrong.getMessage().startsWith("REDIS_URL: (hidden)"), wrong.getMessage());
        assertTrue(both.getMessage().startsWith("REDIS_URL_FILE: (hidden)"), both.getMessage());
    }

    private static SmallRyeConfig redis(Map<String, String> variables) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withInterceptors(new RedisAddress(), new RedisSecrets())
                .withSources(
                        new EnvConfigSource(variables, 300),
                        new PropertiesConfigSource(
                                Map.of(
                                        "quarkus.redis.hosts", "${REDIS_URL:}",
                                        "quarkus.redis.password", "${REDIS_PASSWORD:}"),
                                "ours",
                                250))
                .build();
    }

    private static String mistake(String... entries) {
        return assertThrows(
                        ConfigurationException.class,
                        () -> TestConfig.with(entries).enabled())
                .getMessage();
    }

    private Path file(String content) {
        try {
            return Files.writeString(Files.createTempFile(directory, "key", ""), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path bytes(int... bytes) throws IOException {
        var file = Files.createTempFile(directory, "key", "");
        var content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return Files.write(file, content);
    }
}
