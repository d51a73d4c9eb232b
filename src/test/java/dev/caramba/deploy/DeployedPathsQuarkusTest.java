package dev.caramba.deploy;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The paths and the port that the manifests ask at are the product's. */
@QuarkusTest
class DeployedPathsQuarkusTest {

    private static final Pattern PATH = Pattern.compile("/q/[a-z/]+");

    /** Quarkus'. */
    private static final int DEFAULT_PORT = 8080;

    @Test
    void each_path_is_answered() throws IOException {
        var paths = new TreeSet<String>();
        for (var file : Manifest.files(Path.of("deploy")).toList()) {
            PATH.matcher(Files.readString(file)).results().forEach(found -> paths.add(found.group()));
        }

        assertEquals(Set.of("/q/health/live", "/q/health/ready", "/q/metrics"), paths);
        given().get("/q/health/live").then().statusCode(200).body(containsString("checks"));
        given().get("/q/health/ready").then().body(containsString("targets"));
        given().get("/q/metrics").then().statusCode(200);
    }

    @Test
    void nothing_moves_the_port_or_the_paths() throws IOException {
        var properties = Files.readString(Path.of("src/main/resources/application.properties"))
                + Files.readString(Path.of("src/http/resources/META-INF/microprofile-config.properties"));

        for (var key : List.of("quarkus.http.port", "root-path")) {
            assertFalse(properties.contains(key), key);
        }
        assertTrue(Manifest.ofKubernetes().stream()
                .flatMap(Manifest::containers)
                .allMatch(container -> container.at("/ports/0/containerPort").asInt() == DEFAULT_PORT));
    }
}
