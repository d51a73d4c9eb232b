package dev.caramba.dialect.anthropic;

import java.util.regex.Pattern;

/** What Anthropic's models take, by their names. Other names belong to other servers that speak this dialect. */
final class ClaudeModels {

    private static final Pattern UP_TO_4_6 = upTo(6);
    private static final Pattern UP_TO_4_5 = upTo(5);

    private ClaudeModels() {}

    /** Whether the model takes temperature and top_p, though not both: from 4.7 on they refuse the request. */
    static boolean takeSampling(String model) {
        return !model.contains("claude-") || UP_TO_4_6.matcher(model).find();
    }

    /** Whether the model goes on where a last turn of the assistant ends: from 4.6 on they refuse the request. */
    static boolean continueText(String model) {
        return UP_TO_4_5.matcher(model).find();
    }

    private static Pattern upTo(int minorVersionOf4) {
        return Pattern.compile("claude-(?:[123v]|instant" + "|(?:sonnet|opus|haiku)-4(?:$|@|-latest|-20\\d{6}|-[0-"
                + minorVersionOf4 + "](?!\\d)))");
    }
}
