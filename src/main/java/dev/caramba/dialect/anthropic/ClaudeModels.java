package dev.caramba.dialect.anthropic;

import java.util.regex.Pattern;

/** Knows by their names what Anthropic's models accept. Other names belong to other servers that speak this dialect. */
final class ClaudeModels {

    private static final Pattern UP_TO_4_6 = upTo(6);
    private static final Pattern UP_TO_4_5 = upTo(5);

    private ClaudeModels() {}

    /**
     * Returns whether the model accepts temperature or top_p, though not both. Models from 4.7 on refuse the request.
     */
    static boolean takeSampling(String model) {
        return !model.contains("claude-") || UP_TO_4_6.matcher(model).find();
    }

    /**
     * Returns whether the model continues the text of a last turn that is the assistant's. Models from 4.6 on refuse
     * the request.
     */
    static boolean continueText(String model) {
        return UP_TO_4_5.matcher(model).find();
    }

    private static Pattern upTo(int minorVersionOf4) {
        return Pattern.compile("claude-(?:[123v]|instant" + "|(?:sonnet|opus|haiku)-4(?:$|@|-latest|-20\\d{6}|-[0-"
                + minorVersionOf4 + "](?!\\d)))");
    }
}
