package dev.caramba.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.testing.VirtualEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** AWS' own linter on the template for Lambda. Runs where Python 3.10 or later and PyPI are present. */
@EnabledIf("linterIsPresent")
class CloudFormationLintIT {

    /** What is put in place of what, and the rule that must find it. */
    private record Spoilt(String rule, String text, String replacement) {}

    private static final List<Spoilt> SPOILT = List.of(
            new Spoilt("E3002", "MessageRetentionPeriod: 345600", "MessageRetention: 345600"),
            new Spoilt("E1010", "!GetAtt DeadLetters.Arn", "!GetAtt DeadLetters.Address"),
            new Spoilt("E1020", "!Ref MemorySize", "!Ref Memory"),
            new Spoilt("W8001", "[OnArm, LambdaAdapterLayerArm64", "[OnJvm, LambdaAdapterLayerArm64"),
            new Spoilt("E1011", "Timeout: !FindInMap [Limits", "Timeout: !FindInMap [Limit"),
            new Spoilt("E8003", "[!Ref Artifact, jvm]", "[!Ref Artifact]"),
            new Spoilt("E3510", "- Effect: Allow", "- Effect: Permit"),
            new Spoilt("E3030", "ComparisonOperator: GreaterThan", "ComparisonOperator: MoreThan"),
            new Spoilt("E2533", "provided.al2023", "nodejs12.x"));

    @TempDir
    Path folder;

    @Test
    void finds_nothing_to_say() throws Exception {
        var run = lint(List.of(Manifest.TEMPLATE.toAbsolutePath().toString()));

        assertEquals(new ToolRun(0, ""), run);
    }

    @Test
    void would_find_mistakes() throws Exception {
        var template = Files.readString(Manifest.TEMPLATE);
        var files = new ArrayList<String>();
        for (int i = 0; i < SPOILT.size(); i++) {
            files.add(write(i + ".yaml", template, SPOILT.get(i)));
        }

        var printed = lint(files).printed().lines().toList();

        for (int i = 0; i < SPOILT.size(); i++) {
            var file = i + ".yaml:";
            var rule = ":" + SPOILT.get(i).rule() + ":";
            assertTrue(
                    printed.stream().anyMatch(line -> line.contains(file) && line.contains(rule)),
                    SPOILT.get(i) + " in " + String.join("\n", printed));
        }
    }

    private String write(String name, String template, Spoilt spoilt) throws IOException {
        assertTrue(template.contains(spoilt.text()), spoilt::text);
        return Files.writeString(folder.resolve(name), template.replace(spoilt.text(), spoilt.replacement()))
                .toString();
    }

    /** Errors and warnings, one a line. */
    private ToolRun lint(List<String> files) throws Exception {
        var command = new ArrayList<>(
                List.of(Linter.INSTALLED.python().resolveSibling("cfn-lint").toString(), "--format", "parseable"));
        command.addAll(files);
        return ToolRun.of(folder, Map.of(), command);
    }

    static boolean linterIsPresent() {
        var trouble = Linter.INSTALLED.trouble();
        trouble.ifPresent(words -> System.out.println(
                "SKIPPED: the linter of CloudFormation, which needs Python 3.10 or later and PyPI: " + words));
        return trouble.isEmpty();
    }

    /** Installed when the test is about to run. */
    private static final class Linter {

        static final VirtualEnvironment INSTALLED =
                VirtualEnvironment.of("cfn-lint", Path.of("src/test/cloudformation/requirements.txt"), "cfnlint");
    }
}
