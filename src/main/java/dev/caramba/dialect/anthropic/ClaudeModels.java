package dev.caramba.dialect.anthropic;

import dev.caramba.prompt.GenerationParams;
import java.util.Optional;
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
     * the request, and so do all models that are asked to think.
     */
    static boolean continueText(GenerationParams params) {
        var thinking = Optional.ofNullable(params.extras().get("thinking"))
                .map(asked -> asked.path("type").asText());
        return UP_TO_4_5.matcher(params.model().orElse("")).find()
                && thinking.filter(type -> !type.equals("disabled")).isEmpty();
    }

    private static Pattern upTo(int minorVersionOf4) {
        return Pattern.compile("claude-(?:[123v]|instant" + "|(?:sonnet|opus|haiku)-4(?:$|@|-latest|-20\\d{6}|-[0-"
                + minorVersionOf4 + "](?!\\d)))");
    }
}
