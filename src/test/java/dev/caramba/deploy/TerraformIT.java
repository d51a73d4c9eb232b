package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The modules for Terraform: formatted, and valid by the schemas of the providers. Runs where Go and its modules are present. */
@EnabledIf("dev.caramba.deploy.TerraformTools#arePresent")
class TerraformIT {

    private static final List<String> ALL =
            List.of("lambda", "cloud-run", "lambda/examples/queue-and-http", "cloud-run/examples/public");

    /** What is put in place of what, and the words that must tell. */
    private record Spoilt(String file, String text, String replacement, String words) {}

    private static final List<Spoilt> SPOILT = List.of(
            new Spoilt(
                    "lambda/main.tf",
                    "memory_size   =",
                    "memory        =",
                    "An argument named \"memory\" is not expected here"),
            new Spoilt("lambda/main.tf", "  log_format = \"Text\"", "", "The argument \"log_format\" is required"),
            new Spoilt(
                    "lambda/main.tf", "publish = each.key != \"http\"", "publish = \"always\"", "a bool is required"),
            new Spoilt(
                    "lambda/queue.tf",
                    "scaling_config {",
                    "scaling {",
                    "Blocks of type \"scaling\" are not expected here"),
            new Spoilt("lambda/outputs.tf", "requests.url", "requests.address", "This object has no argument"),
            new Spoilt("lambda/alarms.tf", "var.alarm_errors", "var.errors", "Reference to undeclared input variable"),
            new Spoilt(
                    "cloud-run/main.tf",
                    "container_port = 8080",
                    "port = 8080",
                    "An argument named \"port\" is not expected here"),
            new Spoilt(
                    "cloud-run/main.tf",
                    "value_source {",
                    "value_from {",
                    "Blocks of type \"value_from\" are not expected here"),
            new Spoilt("lambda/main.tf", "apply_on =", "applies_on =", "\"applies_on\" is not expected here"));

    @TempDir
    private static Path folder;

    private static Terraform terraform;

    @BeforeAll
    static void every_module_is_valid() throws Exception {
        terraform = Terraform.copiedTo(folder);
        for (var module : ALL) {
            var run = terraform.validate(module);
            assertEquals(0, run.exit(), module + ": " + run.printed());
        }
    }

    @Test
    void every_file_is_formatted() throws Exception {
        assertEquals(new ToolRun(0, ""), terraform.run(".", "fmt", "-check", "-recursive"));
        Files.writeString(terraform.file("odd.tf"), "locals {\nodd=1\n}\n");
        assertEquals(
                "odd.tf",
                terraform.run(".", "fmt", "-check", "-recursive").printed().trim());
        Files.delete(terraform.file("odd.tf"));
    }

    @Test
    void mistakes_would_be_found() throws Exception {
        for (var spoilt : SPOILT) {
            var file = terraform.file(spoilt.file());
            var text = Files.readString(file);
            assertTrue(text.contains(spoilt.text()), spoilt::toString);
            Files.writeString(file, text.replace(spoilt.text(), spoilt.replacement()));
            var run = validatedAndPlanned(spoilt.file().replaceAll("/.*", ""));
            Files.writeString(file, text);

            assertNotEquals(0, run.exit(), spoilt::toString);
            assertTrue(
                    run.printed().replaceAll("[\\s│]+", " ").contains(spoilt.words()), spoilt + ": " + run.printed());
        }
    }

    /** Validated; and planned with all options, since blocks that depend on variables are not looked into before. */
    private static ToolRun validatedAndPlanned(String module) throws Exception {
        var validated = terraform.run(module, "validate", "-no-color");
        return validated.exit() == 0 ? terraform.plan(module, TerraformInputs.WITH_ALL.get(module)) : validated;
    }
}
