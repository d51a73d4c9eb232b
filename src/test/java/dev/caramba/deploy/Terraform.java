package dev.caramba.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Terraform, and in place of the providers of AWS and Google one that has their schemas and does nothing: a module is
 * validated and planned without an account.
 */
final class Terraform {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path MODULES = Path.of("deploy/terraform");
    private static final List<String> PROVIDERS = List.of("aws", "google");

    private final Path folder;

    private Terraform(Path folder) {
        this.folder = folder;
    }

    /** A copy of all modules in a folder, with its own providers. */
    static Terraform copiedTo(Path folder) throws IOException, InterruptedException {
        var terraform = new Terraform(folder);
        for (var file : Manifest.files(MODULES).toList()) {
            var copy = folder.resolve(MODULES.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        terraform.configure();
        terraform.mirror();
        return terraform;
    }

    /** Runs a command in the folder of a module. */
    ToolRun run(String module, String... command) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(TerraformTools.terraform().toString()));
        all.addAll(List.of(command));
        return ToolRun.of(
                folder.resolve(module),
                Map.of(
                        "TF_CLI_CONFIG_FILE",
                        folder.resolve("terraform.rc").toString(),
                        "CHECKPOINT_DISABLE",
                        "1",
                        "TF_STUB_REGION",
                        "eu-central-1",
                        "TF_STUB_PARTITION",
                        "aws",
                        "TF_STUB_SECRET_STRING",
                        "{\"OPENAI_API_KEY\":\"sk-1\",\"COHERE_API_KEY\":\"\",\"REDIS_URL\":\"redis://cache:6379\"}"),
                all);
    }

    /** Installs the providers and validates. */
    ToolRun validate(String module) throws IOException, InterruptedException {
        var init = run(module, "init", "-backend=false", "-input=false", "-no-color");
        return init.exit() == 0 ? run(module, "validate", "-no-color") : init;
    }

    /** Plans a module that has been validated, with these values of its variables as JSON. */
    ToolRun plan(String module, String variables) throws IOException, InterruptedException {
        Files.writeString(folder.resolve(module).resolve("terraform.tfvars.json"), variables);
        return run(module, "plan", "-input=false", "-no-color", "-out=plan");
    }

    /** What the last plan makes: the values of each resource by its address. */
    JsonNode planned(String module) throws IOException, InterruptedException {
        var shown = run(module, "show", "-json", "plan");
        var resources = JSON.createObjectNode();
        for (var resource : JSON.readTree(shown.printed()).at("/planned_values/root_module/resources")) {
            resources.set(resource.path("address").asText(), resource.path("values"));
        }
        return resources;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    private void configure() throws IOException {
        Files.writeString(
                folder.resolve("terraform.rc"),
                "provider_installation {\n  filesystem_mirror {\n    path = \"" + folder.resolve("mirror")
                        + "\"\n  }\n}\n");
    }

    private void mirror() throws IOException, InterruptedException {
        for (var provider : PROVIDERS) {
            var schema = TerraformTools.SCHEMAS.resolve(provider + ".json");
            var version = JSON.readTree(schema.toFile()).path("version").asText();
            var place = Files.createDirectories(folder.resolve("mirror/registry.terraform.io/hashicorp")
                    .resolve(provider)
                    .resolve(version)
                    .resolve(platform()));
            var executable = place.resolve("terraform-provider-" + provider + "_v" + version);
            Files.copy(TerraformTools.provider(), executable, StandardCopyOption.COPY_ATTRIBUTES);
            Files.copy(schema, place.resolve("schema.json"));
        }
    }

    private String platform() throws IOException, InterruptedException {
        var version = run(".", "version", "-json");
        return JSON.readTree(version.printed()).path("platform").asText();
    }
}
