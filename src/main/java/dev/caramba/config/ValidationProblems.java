package dev.caramba.config;

import io.smallrye.config.ConfigValidationException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Describes the mistakes that Quarkus finds in its own keys before the product runs, in the form of a {@link
 * ConfigException}: one line each, with the name that the operator has set, the value and what is expected.
 */
public final class ValidationProblems {

    private static final String OURS = ConfigException.class.getName() + ": ";
    private static final Pattern CONVERSION = Pattern.compile(
            "(?:[\\w.$]+: )?SRCFG\\d+: The config property (\\S+) with the config value \"(.*)\" threw an Exception"
                    + " whilst being converted (?:SRCFG\\d+: )?(.*)",
            Pattern.DOTALL);
    private static final Pattern MISSING = Pattern.compile(
            "(?:[\\w.$]+: )?SRCFG\\d+: The config property (\\S+) is required but it could not be found.*",
            Pattern.DOTALL);
    private static final Pattern EXPECTED = Pattern.compile("Expected (.+?), got .*", Pattern.DOTALL);

    /** Names of keys whose values may hold secrets. */
    private static final Pattern SECRET =
            Pattern.compile(".*(key|password|secret|credential|token|header|hosts|url|uri|proxy).*");

    private final Predicate<String> isVariable;

    /** @param isVariable whether the environment has a variable of this name */
    ValidationProblems(Predicate<String> isVariable) {
        this.isVariable = isVariable;
    }

    /** Returns a line for each mistake, or nothing when the failure is another one. */
    public static Optional<String> lines(Throwable failure) {
        return failure instanceof ConfigValidationException problems
                ? Optional.of(
                        String.join("\n", new ValidationProblems(name -> System.getenv(name) != null).all(problems)))
                : Optional.empty();
    }

    Set<String> all(ConfigValidationException problems) {
        var lines = new LinkedHashSet<String>();
        for (int i = 0; i < problems.getProblemCount(); i++) {
            lines.add(line(problems.getProblem(i).getMessage()));
        }
        return lines;
    }

    private String line(String problem) {
        if (problem.startsWith(OURS)) {
            return problem.substring(OURS.length());
        }
        var missing = MISSING.matcher(problem);
        if (missing.matches()) {
            return mistake(missing.group(1), Optional.empty(), "a value");
        }
        var conversion = CONVERSION.matcher(problem);
        if (conversion.matches()) {
            return mistake(conversion.group(1), Optional.of(conversion.group(2)), conversion.group(3));
        }
        return problem.replaceAll("\\p{Cntrl}+", " ");
    }

    private String mistake(String key, Optional<String> value, String reason) {
        var variable = UnknownKeys.asVariable(key);
        var name = isVariable.test(variable) ? variable : key;
        if (value.isEmpty()) {
            return ConfigException.missing(key, reason).line(name);
        }
        if (SECRET.matcher(key).matches()) {
            return ConfigException.secret(key, "a value of another form").line(name);
        }
        var expected = EXPECTED.matcher(reason);
        return ConfigException.wrong(
                        key, value.get(), expected.matches() ? expected.group(1) : "another value: " + reason)
                .line(name);
    }
}
