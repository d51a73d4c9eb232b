package dev.caramba.dialect.error;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Decides whether an error says that the prompt is longer than the model's context window. Every server has a sentence
 * of its own for this, and new ones appear each month. So the class knows a few regular forms, and behind them a general
 * one: a word for what was sent, a word of excess, and a measure in tokens or in lengths of the prompt.
 *
 * <p>Not meant are limits of the answer, counts of lists and strings, rates and quotas, and sizes of images or files.
 *
 * <p>The words are those of OpenAI, Azure, Anthropic, Google, Bedrock, Mistral, Cohere, Groq, Cerebras, Together,
 * Fireworks, DeepSeek, xAI, Kimi, GLM, Qwen, MiniMax, Doubao, Qianfan, OpenRouter, Cloudflare, Copilot, Databricks,
 * LiteLLM, vLLM, SGLang, TGI, TensorRT-LLM, llama.cpp, LM Studio and Ollama.
 */
final class FullWindow {

    /** The most characters of a message that are read; whatever follows is mostly a stack trace. */
    private static final int LONGEST = 4000;

    private static final Pattern MARKS = Pattern.compile("[_`'\"\u2018\u2019\u201c\u201d{}*\\\\ \t\r\n]+");

    /** Separators between the digits of one number: {@code 32,768}. */
    private static final Pattern IN_NUMBERS = Pattern.compile("(?<=\\d)[,'](?=\\d{3}(?!\\d))");

    private static final Pattern BEHIND_NUMBERS = Pattern.compile("(?<=\\d)-(?=token)");

    /** Codes and types, without the marks between their words. */
    private static final Pattern CODE =
            Pattern.compile(".*(context|prompt|input)(window|length|size|limit|tokens?|tokenlimit|tokencount|overflow)*"
                    + "(is)?(exceeded|exceed|exceeds|overflow|toolong|toolarge|limitexceeded).*"
                    + "|.*exceedcontext.*|.*contextoverflow.*|outofcontext.*|(prompt)?tokenstoolong|characterstoolong");

    /** Fields that hold the prompt, by which an error may name it. */
    private static final Pattern PARAMS = Pattern.compile(
            "(body\\.)?(messages?|prompts?|inputs?|contents?|context\\w*|conversation|system|text|tokens|(input|prompt)_\\w+|n_ctx"
                    + "|max_(model|seq|context|input|prompt)_\\w+)(\\W.*)?|model|length");

    private static final Pattern ANSWER_PARAM =
            Pattern.compile("(.*\\W)?(max_?(new_|completion_|output_)?tokens\\w*|max_?output_?tokens|num_predict)");

    private FullWindow() {}

    /** Returns whether the error has a code or a type that says so. */
    static boolean coded(ErrorBody error) {
        return isCode(error.code()) || isCode(error.type());
    }

    /** Returns whether the error's words say so. */
    static boolean worded(ErrorBody error) {
        var text = textOf(error);
        return !has(WindowWords.RATE, text) && told(error, text);
    }

    /**
     * Returns whether a request is larger than a whole limit on tokens per time. It will never be accepted, however long
     * the caller waits.
     */
    static boolean beyondWholeLimit(ErrorBody error) {
        var text = textOf(error);
        return has(WindowWords.PER_TIME, text)
                && has(WindowWords.TOO_LARGE, text)
                && text.contains("token")
                && !has(WindowWords.OTHER_SIZE, text)
                && !has(WindowWords.ANSWER, text);
    }

    private static boolean told(ErrorBody error, String text) {
        if (has(WindowWords.CHINESE, text)) {
            return !has(WindowWords.CHINESE_OTHER, text);
        }
        var param = error.param().orElse("").toLowerCase(Locale.ROOT);
        boolean ofAnswer =
                has(WindowWords.ANSWER, text) || ANSWER_PARAM.matcher(param).matches();
        var beside = WindowWords.ANSWER.matcher(text).replaceAll(" ");
        if (ofAnswer && !has(WindowWords.PROMPT, beside)) {
            return false;
        }
        if (has(WindowWords.REGULAR, text)) {
            return true;
        }
        boolean ofAnotherField = !param.isEmpty() && !PARAMS.matcher(param).matches() && !ofAnswer;
        return !ofAnotherField
                && !has(WindowWords.OTHER_SIZE, text)
                && (has(WindowWords.LONG_PROMPT, text) || general(beside, ofAnswer));
    }

    private static boolean general(String text, boolean ofAnswer) {
        boolean measured = text.contains("token") || !has(WindowWords.FILE, text);
        return measured
                && has(WindowWords.MEASURE, text)
                && (has(WindowWords.EXCESS, text)
                        || has(WindowWords.COMPARED, text)
                        || has(WindowWords.STATED, text) && twoNumbers(text)
                        || !ofAnswer && ofPrompt(text))
                && (has(WindowWords.SENT, text) || !ofAnswer && has(WindowWords.COUNTED, text));
    }

    private static boolean ofPrompt(String text) {
        return (has(WindowWords.PROMPT, text) || text.contains("context length"))
                && has(WindowWords.LIMIT, text)
                && twoNumbers(text);
    }

    private static boolean twoNumbers(String text) {
        return !has(WindowWords.MINIMUM, text)
                && WindowWords.NUMBER
                                .matcher(text)
                                .results()
                                .map(MatchResult::group)
                                .distinct()
                                .limit(2)
                                .count()
                        == 2;
    }

    private static boolean has(Pattern words, String text) {
        return words.matcher(text).find();
    }

    private static boolean isCode(String code) {
        return CODE.matcher(code.replaceAll("[^a-z0-9]", "")).matches();
    }

    private static String textOf(ErrorBody error) {
        var message = error.message().orElse("");
        var read = message.substring(0, Math.min(message.length(), LONGEST)).toLowerCase(Locale.ROOT);
        var plain = MARKS.matcher(IN_NUMBERS.matcher(read).replaceAll("")).replaceAll(" ");
        plain = BEHIND_NUMBERS.matcher(plain).replaceAll(" ");
        return WindowWords.SET_PHRASES.matcher(plain).replaceAll(" ");
    }
}
