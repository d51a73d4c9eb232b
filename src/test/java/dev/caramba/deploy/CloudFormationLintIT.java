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

/** AWS' own linter and transform on the template for Lambda. Run where Python 3.10 or later and PyPI are present. */
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
    void finds_nothing_to_say_of_what_the_transform_of_sam_makes_of_it() throws Exception {
        var transformed = transform(Manifest.TEMPLATE.toAbsolutePath().toString());

        assertEquals(0, transformed.exit(), transformed.printed());
        assertTrue(transformed.printed().contains("AWS::Lambda::Url"), transformed.printed());
        var file = Files.writeString(folder.resolve("transformed.json"), transformed.printed());
        assertEquals(new ToolRun(0, ""), lint(List.of(file.toString())));
    }

    @Test
    void the_transform_would_find_mistakes_of_its_own() throws Exception {
        var alias =
                new Spoilt("", "      Role: !GetAtt CallRole.Arn", "      AutoPublishAlias: !If [OnJvm, live, \"\"]");
        var file = write("alias.yaml", Files.readString(Manifest.TEMPLATE), alias);

        assertTrue(transform(file).printed().contains("'AutoPublishAlias' must be a string or a Ref"));
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

    private ToolRun transform(String file) throws Exception {
        return ToolRun.of(
                folder,
                Map.of(),
                List.of(
                        Linter.INSTALLED.python().toString(),
                        Path.of("src/test/cloudformation/transform.py")
                                .toAbsolutePath()
                                .toString(),
                        file));
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

        static final VirtualEnvironment INSTALLED = VirtualEnvironment.of(
                "cfn-lint", Path.of("src/test/cloudformation/requirements.txt"), "cfnlint, samtranslator");
    }
}
