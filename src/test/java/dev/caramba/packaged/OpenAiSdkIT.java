package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The official SDKs of OpenAI and Anthropic for Node, OpenAI's Agents SDK and the AI SDK, unmodified, against the packaged
 * application. Runs where node is present.
 */
@EnabledIf("dev.caramba.packaged.NodeProject#nodeIsPresent")
class OpenAiSdkIT {

    private static final NodeProject NODE = new NodeProject("src/test/node", "target/node");
    private static final Pattern ALL_PASSED = Pattern.compile("(?m)^\\S* ?pass [1-9]\\d*$[\\s\\S]*^\\S* ?fail 0$");

    private static SdkSetup setup;

    @BeforeAll
    static void start() throws Exception {
        NODE.install();
        setup = SdkSetup.start();
    }

    @AfterAll
    static void stop() throws Exception {
        try (var ending = setup) {
            ending.awaitLeavings();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai6", "openai"})
    void serves_the_official_node_sdk(String sdk) throws Exception {
        run(
                Map.of("SDK", sdk),
                "node",
                "--test",
                "sdk.test.mjs",
                "chat.test.mjs",
                "responses.test.mjs",
                "completions.test.mjs",
                "embeddings.test.mjs");
    }

    @Test
    void serves_anthropics_sdk() throws Exception {
        run(Map.of(), "node", "--test", "messages.test.mjs");
    }

    @Test
    void serves_the_agents_sdk() throws Exception {
        run(Map.of(), "node", "--test", "agents.test.mjs");
    }

    @Test
    void serves_the_ai_sdk() throws Exception {
        run(Map.of(), "node", "--test", "ai.test.mjs");
    }

    private static void run(Map<String, String> more, String... command) throws Exception {
        var report = NODE.run(setup.environment(more), command);
        assertTrue(ALL_PASSED.matcher(report).find(), report);
    }
}
