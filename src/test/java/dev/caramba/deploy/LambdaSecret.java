package dev.caramba.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The secret that functions on Lambda have their keys from, and the command that makes it. */
final class LambdaSecret {

    /** What stands in it: all of them, since a deployment fails at a reference to a name that is not there. */
    static final List<String> NAMES = List.of(
            "OPENAI_API_KEY",
            "ANTHROPIC_API_KEY",
            "GOOGLE_API_KEY",
            "COHERE_API_KEY",
            "HF_API_KEY",
            "NVIDIA_API_KEY",
            "REDIS_URL");

    private static final Pattern COMMAND =
            Pattern.compile("aws secretsmanager create-secret --name (\\S+) --secret-string '(\\{[^']*})'");

    private LambdaSecret() {}

    /** The names in a text's command, without the marks of a comment. */
    static Set<String> namesIn(String text) {
        var command = COMMAND.matcher(text.replaceAll("(?m)^#", ""));
        if (!command.find()) {
            throw new AssertionError("no command that makes the secret");
        }
        try {
            var names = new TreeSet<String>();
            new ObjectMapper().readTree(command.group(2)).fieldNames().forEachRemaining(names::add);
            return names;
        } catch (JsonProcessingException e) {
            throw new AssertionError(command.group(), e);
        }
    }
}
