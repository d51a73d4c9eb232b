package dev.caramba.dialect.error;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides whether an error blames the request, whatever its status. Many servers report a caller's mistakes, or a
 * missing ability of their model, with 500. A message blames the request when both conditions hold. One clause says
 * that a part of a request is wrong or not supported. No clause reports trouble of the server itself, such as memory
 * that ran out, or an answer that could not be read.
 *
 * <p>The words are those of vLLM, SGLang, TGI, llama.cpp, Ollama, LM Studio, LocalAI, KoboldCpp, TabbyAPI, LiteLLM,
 * OpenRouter and of the libraries beneath them: nlohmann's json, Go's encoding/json, Python's json, Pydantic, PIL,
 * serde and Jinja.
 */
final class RequestFaults {

    /** The most characters of a message that are read; whatever follows is mostly a stack trace. */
    private static final int LONGEST = 4000;

    /** Marks around words: {@code messages[0].content}, {@code `tool_choice`}, {@code image(s)}. */
    private static final Pattern MARKS = Pattern.compile("[_`'\"\u2018\u2019\u201c\u201d\\[\\]{}()<>*\\\\ \t]+");

    private static final Pattern CLAUSE_END = Pattern.compile("[.;!?](?=\\s|$)|[\\r\\n]+| - ");

    /** The server itself is in trouble, whatever else the message says. */
    private static final Pattern TROUBLE = words(
            "out of memory|memory|oom|malloc|alloc\\w*|vram|gpus?|cuda\\w*|cudnn|cublas\\w*|nccl|rocm|hip|vulkan|metal",
            "tensors?|kernel|segmentation fault|segfault|sig(segv|kill|abrt|term|bus|ill)|core dumped|stack overflow",
            "crash(ed|es|ing)?|died|dead|killed|terminated|exited|exit (code|status)|panic(ked)?|nil pointer|null pointer",
            "assertion failed|\\w*assert|overload(ed)?|busy|capacity|later|temporar(y|ily)|at the moment|maintenance",
            "rate limit\\w*|quota|throttl\\w*|too many tokens|please wait|no space left|too many open files|docker|containers?|pull(ed|ing)?|database|redis",
            "(unable|failed|could not|cannot|error) (to )?(load|loading|start|starting) (the )?(model|engine|runner|weights)");

    /** The server could not read an answer, which is the text of a model or another server and not of the caller. */
    private static final Pattern OF_THE_ANSWER = words(
            "raw=|parse input at pos|pars(e|ing) tool calls?(?! arg)|(produc|generat|emitt|return)ed by",
            "(model|llm|backend|engine|server|upstream|worker) (has |had )?(produced|generated|returned|gave|sent|emitted)",
            "(model|llm|generated|tool call|function call) (output|response|answer|reply)|(output|response) of the model|generated (tools?|function|arguments|json|text|content)",
            "(received|response|reply|answer|data|content|got) from");

    /** Signs of possible trouble. Beside them, the request is at fault only where the message says so outright. */
    private static final Pattern DOUBT = words(
            "workers?|runner|engine (core|process|loop)|enginecore|scheduler|connection|socket|refused|reset by|broken pipe",
            "eof|tim(ed|e) ?out|timeout|deadline|unavailable|unreachable|restart\\w*|(not|un) ?(yet )?initiali[sz]ed",
            "model (is |was |has )?(not )?(being )?load(ed|ing)?|load(ing|ed)? (the )?model|no such file|permission denied",
            "responses?(?! format)|replies|checkpoints?|weights|(server|internal) (error|state|bug)|has no attribute",
            "nonetype|gguf|architectures?|config(uration)?|time limit|an unexpected error|batch(es)?(?! size)");

    /** What a model or a server may be unable to process. */
    private static final String ABILITIES = "images?|pictures?|vision|visual|audio|speech|videos?|multi-?modal"
            + "|multimodality|modalit(y|ies)|mmproj|projector|pdfs?|documents?|attachments?|tools?|tool ?(calls?|calling|choice|use)"
            + "|function call(s|ing)?|functions|json schema|schemas?|grammars?|structured outputs?|guided decoding"
            + "|response format|json (mode|object)|regex(es)?|think(ing)?|reasoning( \\w+)?|system (role|prompt|message"
            + "|instruction)s?|developer (role|message|instruction)s?|roles?|conversations?|prefill|content( parts?| types?)?"
            + "(?!-type)";

    /** Other features that a server may not have. */
    private static final String FEATURES =
            "param(eter)?s?|options?|fields?|features?|inputs?|patterns?|logprobs|logit bias|choices?"
                    + "|\\w+ penalty|temperature|top [pkn]|min p|seed|stop( sequences?)?|\\w+ tokens";

    /** Other parts of a request. */
    private static final String PARTS = "arguments|messages?|prompts?|propert(y|ies)|payload|base64|(request )?body"
            + "|templates?|num \\w+|n predict|keep alive|formats?";

    private static final Pattern ABILITY = words(ABILITIES);
    private static final Pattern FEATURE = words(ABILITIES, FEATURES);
    private static final Pattern PART = words(ABILITIES, FEATURES, PARTS);

    /** Words that deny an ability. */
    private static final Pattern NOT_ABLE = words(
            "(not|\\w*n t|no|cannot|never|neither)( \\w+){0,3} (support\\w*|enabled?|implemented|compatible|configured|capable)",
            "(not|\\w*n t|cannot|never) (accept|accepted|allow|handle|take|see|view|understand|use|permit)",
            "(not|only|is) available (for|with|on|in) (this|the|that) (model|endpoint|provider|server)",
            "unsupported|unimplemented|incompatible|disabled|only( \\w+,?){1,6} (is |are )?(supported|accepted|allowed)",
            "(is|are) only (supported|available|accepted)|only (supports?|accepts?|takes?|handles?|understands?)|expects? only text|text[- ]only",
            "requires? (the |an? )?(--?[a-z]\\w*|vision|multi-?modal|mmproj|chat template|tool)|not an? [\\w-]+ model",
            "(not|\\w*n t|cannot) (process (images|videos|audio|pictures|pdfs)|have)|(is|are) not (a )?(multi-?modal|vision)",
            "missing data required|(need|have) to provide the mmproj|(has|have) no|lacks?|no support|without (support|vision)",
            "at most \\d+ (images?|audios?|videos?)|(must|should) alternate|unknown variant");

    /** Words that call a part of a request wrong. */
    private static final Pattern WRONG = words(
            "invalid|malformed|bad|illegal base64|not (a )?valid|incorrect (padding|type|format|role)|unrecogni[sz]ed",
            "must (not )?(be|have|contain|start|end|include|match|provide|specify|set|follow|come)|should (not )?be",
            "(is|are) (required|missing|empty|too \\w+|out of range|not (allowed|permitted))|required (field|param\\w*|key)",
            "missing( required)?|cannot (be (empty|null|blank|used|combined|negative|set|decoded|parsed)|contain|have|use|pass)",
            "(unexpected|unknown) (roles?|types?|fields?|keys?|param\\w*|messages?|formats?|options?|tools?|parts?)",
            "expected .* (to be|but|got|found|an?)|too (large|big)",
            "too (small|long|short|many|few|high|low|deep)|exceeds?|(less|greater|more) than|at (most|least)|duplicated?",
            "(failed|unable|error|could not|cannot|can t) ?(to )?(pars|identif|convert|compil|process regex|deseriali)\\w*",
            "pars\\w* error|conversion failed|no (user|assistant|system) \\w+ found|corrupt\\w*|truncated|only one|not both|error rendering",
            "(could not|cannot|can t) be (parsed|converted|identified)|(failed|unable|error) (to )?(unmarshal\\w*|build\\w* grammar)",
            "expected (an? )?valid|without (an? )?(preceding|corresponding|matching)");

    /** Wordings that only the text of a request can cause. */
    private static final Pattern OUTRIGHT = words(
            "json\\.exception\\.\\w+|cannot unmarshal|(failed|error) (to )?(reading|pars\\w*) (parameters from )?(the )?request",
            "failed to deserialize|validation errors? for|input validation error|field required|extra inputs are not permitted",
            "input should be|expecting (, delimiter|property name)|expecting value: line \\d+ column (?!1 )\\d+",
            "unterminated string starting at|invalid control character at|extra data: line|incorrect padding",
            "invalid base64|illegal base64|cannot identify image file|conversation roles must alternate",
            "image: unknown format|jinja2?[. ]?(exceptions?|templateerror)|chat template.*(error|exception)|raise exception",
            "(grammar|template|tool) error:|invalidargument|invalid-argument|badrequesterror|bad request error|badrequest",
            "(mmproj|projector)( \\w+){0,3} (missing|required|not (loaded|found|configured))|no (mmproj|chat template)",
            "could not convert string to \\w+|invalid literal for|strconv\\.\\w+|invalid type: .{1,60} expected|n must be \\d",
            "cannot be interpreted as an? \\w+|not the same number of function calls");

    /** An image or a recording could not be fetched from the caller's address, or could not be read as such. */
    private static final Pattern MEDIA = words(
            "(failed|unable|could not|cannot|can t|error) ?(to |while )?(fetch|download|retriev|load|open|read|decod|identif)\\w*"
                    + " (the |an? |input |remote )?(images?|audio|video|media|picture|pdf|document|base64)(?! (encoder|model|projector"
                    + "|processor|tower|adapter))");

    /** Error types and codes that blame the request. */
    private static final Pattern BLAMING = Pattern.compile(
            "bad_?request(_?error)?|validation(_?error)?|unsupported_\\w+"
                    + "|unprocessable_?entity(_?error)?|invalid_(request|value|type|param|image|json|schema|function|message|prompt|base64"
                    + "|input|argument|tool|content|file|url|format|role)\\w*|missing_required_\\w+|unknown_param\\w*|image_parse_error");

    private RequestFaults() {}

    /** Returns whether the request is at fault and not the server. */
    static boolean in(ErrorBody error) {
        var text = textOf(error);
        if (isServers(text)) {
            return false;
        }
        if (OUTRIGHT.matcher(text).find() || MEDIA.matcher(text).find() || notAbleTo(FEATURE, text)) {
            return true;
        }
        return !DOUBT.matcher(text).find()
                && (blames(error)
                        || clauses(text)
                                .anyMatch(clause -> PART.matcher(clause).find()
                                        && WRONG.matcher(clause).find()));
    }

    /** Returns whether a model or a server lacks an ability that another one may have. */
    static boolean ofAbility(ErrorBody error) {
        var text = textOf(error);
        return !isServers(text) && notAbleTo(ABILITY, text);
    }

    /** Returns whether the error reports trouble of the server or its model. */
    static boolean isServers(ErrorBody error) {
        return isServers(textOf(error));
    }

    private static boolean isServers(String text) {
        return TROUBLE.matcher(text).find() || OF_THE_ANSWER.matcher(text).find();
    }

    private static boolean notAbleTo(Pattern what, String text) {
        return clauses(text)
                .anyMatch(clause ->
                        what.matcher(clause).find() && NOT_ABLE.matcher(clause).find());
    }

    private static boolean blames(ErrorBody error) {
        return BLAMING.matcher(error.type()).matches()
                || BLAMING.matcher(error.code()).matches();
    }

    private static Stream<String> clauses(String text) {
        return CLAUSE_END.splitAsStream(text);
    }

    private static String textOf(ErrorBody error) {
        var message = error.message().orElse("");
        var read = message.substring(0, Math.min(message.length(), LONGEST)).toLowerCase(Locale.ROOT);
        return MARKS.matcher(read).replaceAll(" ");
    }

    /** Any of these, as whole words. */
    private static Pattern words(String... alternatives) {
        return Pattern.compile("(?<![\\w-])(?:" + String.join("|", alternatives) + ")(?!\\w)");
    }
}
