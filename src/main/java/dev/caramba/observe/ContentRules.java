package dev.caramba.observe;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prepares prompts and answers for the log: redacts and shortens them.
 *
 * @param redacted whether keys, e-mail addresses, long numbers and matches of the operator's own pattern are masked
 * @param maxLength the longest text in the log, in characters
 * @param own the operator's own pattern of what else is masked
 */
public record ContentRules(boolean redacted, int maxLength, Optional<Pattern> own) {

    private static final String MASK = "***";

    /** Keys with a vendor's prefix, and whatever follows the words Bearer and Basic. */
    private static final Pattern KEYS = Pattern.compile(
            "(?i)\\b(sk-|pk-|rk_|nvapi-|hf_|AIza|gh[opsu]_|github_pat_|glpat-|xox[abprs]-|AKIA|ASIA|Bearer\\s+|Basic\\s+)"
                    + "[A-Za-z0-9_.~+/*=-]{4,}");

    private static final Pattern TOKENS = Pattern.compile("\\beyJ[A-Za-z0-9_-]{4,}(\\.[A-Za-z0-9_-]*){1,4}");
    private static final Pattern PEM =
            Pattern.compile("(?s)-----BEGIN [A-Z ]{1,40}-----.*?(-----END [A-Z ]{1,40}-----|\\z)");
    private static final Pattern MAIL =
            Pattern.compile("[\\p{L}\\p{N}._%+-]{1,64}@[\\p{L}\\p{N}-]{1,63}(\\.[\\p{L}\\p{N}-]{1,63})+");

    /** Numbers of cards, accounts and telephones, however their digits are grouped. */
    private static final Pattern NUMBERS = Pattern.compile("\\+?\\d(?:[ ./()-]{0,2}\\d){6,}");

    private static final List<Pattern> ALWAYS = List.of(PEM, KEYS, TOKENS, MAIL, NUMBERS);

    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029&&[^\\n\\t]]");

    private static final Pattern LAST_WORD = Pattern.compile("\\S{1,4096}\\z");

    /**
     * Returns how many characters of a text are examined. Redaction shortens a text, so these are enough to leave
     * {@code maxLength} of them.
     */
    int worthKeeping() {
        return 2 * maxLength + 4096;
    }

    /** Returns a text in the form in which it may be logged. */
    String fit(String text) {
        var kept = text.length() <= worthKeeping() ? text : withoutLastWord(text.substring(0, worthKeeping()));
        var clean = UNFIT.matcher(redacted ? redacted(kept) : kept).replaceAll(" ");
        return clean.length() <= maxLength && kept.length() == text.length() ? clean : shortened(clean);
    }

    /** Drops the last word, which may be cut: no pattern would recognise half a key. */
    private static String withoutLastWord(String text) {
        return LAST_WORD.matcher(text).replaceAll("");
    }

    private String redacted(String text) {
        return Stream.concat(ALWAYS.stream(), own.stream())
                .reduce(text, (rest, pattern) -> pattern.matcher(rest).replaceAll(MASK), (a, b) -> b);
    }

    private String shortened(String text) {
        int end = Math.min(maxLength, text.length());
        if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
