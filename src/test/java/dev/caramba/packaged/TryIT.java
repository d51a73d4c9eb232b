package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.deploy.Manifest;
import dev.caramba.format.Json;
import dev.caramba.real.RealModel;
import dev.caramba.real.RealServer;
import dev.caramba.redis.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What a first look promises: the very environments that the documents give, and the very commands that follow. */
class TryIT {

    private static final Path GUIDE = Path.of("deploy/try/README.md");
    private static final Path FRONT_PAGE = Path.of("README.md");

    /** A call: its path and its body. */
    private static final Pattern CURL =
            Pattern.compile("^(?:\\$ )?curl (?:-N )?localhost:8080(\\S+)(?: -d '([^']+)')?$");

    private static final Pattern VARIABLE = Pattern.compile("-e (CARAMBA_[A-Z_]+)=(\\S+)");
    private static final Pattern DEFAULT = Pattern.compile("\\$\\{[A-Z_]+:-([^}]*)}");

    /** The part of the file for Compose that is Caramba's, with a real model server and a real Redis beside it. */
    @Test
    @EnabledIf("dev.caramba.real.PythonEnvironment#isPresent")
    void the_compose_file_puts_a_real_model_behind_it() throws Exception {
        try (var redis = new RedisProcess();
                var llama = RealServer.start(RealModel.TINY);
                var caramba = CarambaProcess.start(environment(redis, llama))) {
            var calls = calls(GUIDE);
            assertEquals(
                    List.of("/generate", "/v1/chat/completions", "/providers"),
                    calls.stream().map(Curl::path).toList());

            for (var call : calls) {
                var answer = call.body().isEmpty() ? caramba.get(call.path()) : caramba.post(call.path(), call.body());
                assertEquals(200, answer.statusCode(), answer::body);
            }

            var told = Json.object(caramba.get("/providers").body()).orElseThrow();
            assertEquals("redis", told.at("/store/type").asText(), told::toString);
            assertEquals(1, told.path("providers").size(), told::toString);
            assertEquals("llama", told.at("/providers/0/provider").asText(), told::toString);
            assertEquals("healthy", told.at("/providers/0/state").asText(), told::toString);
            assertEquals("null", told.at("/providers/0/lastError").toString(), told::toString);
            assertEquals(200, caramba.get("/status").statusCode());
            assertEquals(List.of(), complaints(caramba));
        }
    }

    /** The one line for Docker, by what it puts into the environment. */
    @Test
    void the_line_for_docker_answers_without_a_key() throws Exception {
        var line = lines(FRONT_PAGE)
                .filter(text -> text.startsWith("docker run "))
                .findFirst()
                .orElseThrow();
        var environment = VARIABLE.matcher(line)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
        assertTrue(line.contains("-p 127.0.0.1:8080:8080"), line);
        try (var caramba = CarambaProcess.start(environment)) {
            var calls = calls(FRONT_PAGE);
            assertEquals(4, calls.size(), calls::toString);
            for (var call : calls) {
                var answer = caramba.post(call.path(), call.body());
                assertEquals(200, answer.statusCode(), answer::body);
            }
            assertEquals(200, caramba.get("/status").statusCode());
        }
    }

    private record Curl(String path, String body) {}

    private static List<Curl> calls(Path document) throws IOException {
        return lines(document)
                .map(CURL::matcher)
                .filter(Matcher::matches)
                .map(found -> new Curl(found.group(1), found.group(2) == null ? "" : found.group(2)))
                .toList();
    }

    /** Returns the lines up to where a longer document goes on. */
    private static Stream<String> lines(Path document) throws IOException {
        return Files.readAllLines(document).stream().takeWhile(line -> !line.equals("## Run the tests"));
    }

    private static Map<String, String> environment(RedisProcess redis, RealServer llama) {
        var told = Manifest.only(Manifest.TRY).at("/services/caramba/environment");
        var environment = new HashMap<String, String>();
        told.properties().forEach(variable -> environment.put(variable.getKey(), value(variable.getValue())));
        replace(environment, "REDIS_URL", "redis://valkey:6379", redis.url());
        replace(environment, "CARAMBA_PROVIDERS_LLAMA_BASE_URL", "http://llama:8080/v1", llama.baseUrl());
        return environment;
    }

    /** Returns a value as Compose passes it on when nothing is set. */
    private static String value(JsonNode told) {
        return DEFAULT.matcher(told.asText()).replaceAll("$1");
    }

    /** Puts the address that this machine has in the place of the one within Compose's network. */
    private static void replace(Map<String, String> environment, String variable, String told, String here) {
        assertEquals(told, environment.put(variable, here));
    }

    private static List<String> complaints(CarambaProcess caramba) {
        var lines = new ArrayList<>(caramba.output());
        lines.removeIf(line -> !line.contains(" WARN ") && !line.contains(" ERROR "));
        lines.removeIf(line -> line.contains("caramba.access.open") || line.contains("BlockedThreadChecker"));
        return lines;
    }
}
