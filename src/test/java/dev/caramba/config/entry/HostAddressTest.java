package dev.caramba.config.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAddressTest {

    @ParameterizedTest
    @CsvSource({
        "OLLAMA, box:8080, http://box:8080",
        "OLLAMA, box, http://box:11434",
        "OLLAMA, :8080, http://localhost:8080",
        "OLLAMA, 0.0.0.0, http://localhost:11434",
        "OLLAMA, 0.0.0.0:8080, http://localhost:8080",
        "OLLAMA, http://0.0.0.0:8080, http://localhost:8080",
        "OLLAMA, [::]:8080, http://localhost:8080",
        "OLLAMA, [::1]:8080, http://[::1]:8080",
        "OLLAMA, 127.0.0.1:8080/, http://127.0.0.1:8080/",
        "OLLAMA, https://ollama.example/Path, https://ollama.example/Path",
        "LMSTUDIO, http://localhost:1234, http://localhost:1234/v1",
        "LMSTUDIO, http://localhost:1234/, http://localhost:1234/v1",
        "LMSTUDIO, http://localhost:1234/v1, http://localhost:1234/v1",
        "LMSTUDIO, box, http://box:1234/v1",
        "LMSTUDIO, box:99, http://box:99/v1"
    })
    void reads_what_the_variables_of_local_servers_say(BuiltInProvider provider, String value, String baseUrl) {
        assertEquals(baseUrl, HostAddress.baseUrl(provider, value));
    }
}
