package dev.caramba.settings;

import dev.caramba.config.CarambaConfig.LogKeys;
import dev.caramba.config.ConfigSection;
import dev.caramba.observe.ContentRules;
import dev.caramba.observe.RequestLog;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The checked values of {@code caramba.log}.
 *
 * @param requests the format in which each call is logged, which is that of the whole log; empty when calls are not
 * logged
 * @param content how prompts and answers are logged; empty when they are not
 * @param advice a warning about a value that is accepted, but means something else than before
 */
public record LogValues(Optional<RequestLog.Form> requests, Optional<ContentRules> content, Optional<String> advice) {

    private static final int MAX_LENGTH = 2000;

    private static final Map<String, RequestLog.Form> FORMATS =
            Map.of("text", RequestLog.Form.TEXT, "json", RequestLog.Form.JSON);

    static LogValues read(LogKeys keys) {
        var section = new ConfigSection("caramba.log");
        var format =
                FORMATS.get(new ConfigSection("caramba").oneOf(List.of("text", "json"), "log", keys.format(), "text"));
        var asked = section.text(keys.requests()).map(value -> value.toLowerCase(Locale.ROOT));
        var former = asked.filter(FORMATS::containsKey);
        var on = former.isPresent()
                || section.oneOf(List.of("on", "off"), "requests", asked, "on").equals("on");
        var content = section.oneOf(List.of("off", "redacted", "full"), "content", keys.content(), "off");
        var rules = new ContentRules(
                content.equals("redacted"),
                section.whole("content-max-length", keys.contentMaxLength(), 1, MAX_LENGTH),
                section.text(keys.redact()).map(text -> pattern(section, text)));
        return new LogValues(
                on ? Optional.of(format) : Optional.empty(),
                Optional.of(rules).filter(read -> on && !content.equals("off")),
                former.map(LogValues::advice));
    }

    /** Before {@code caramba.log} existed, {@code caramba.log.requests} set the format of the calls alone. */
    private static String advice(String former) {
        return "caramba.log.requests: " + former + " means on (expected: one of on, off; the format of the whole log is"
                + " caramba.log, CARAMBA_LOG=" + former + ")";
    }

    private static Pattern pattern(ConfigSection section, String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw section.wrong("redact", text, "a regular expression of Java");
        }
    }
}
