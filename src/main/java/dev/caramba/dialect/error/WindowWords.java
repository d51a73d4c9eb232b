package dev.caramba.dialect.error;

import java.util.regex.Pattern;

/** The words by which {@link FullWindow} tells a prompt that is too long from other limits. */
final class WindowWords {

    /** Phrases that have words of the prompt although they do not speak of it. */
    static final Pattern SET_PHRASES = words(
            "(input|request|prompt) validation error|validation error|input should be",
            "(in ?valid|bad|malformed) \\w+( error)?:?|negative prompt|prompt (logprobs|cache \\w+|id)",
            "request id:? \\S+|requires? (more than|at least) \\d+ tokens|context caching");

    /** Rates, quotas and time limits. */
    static final Pattern RATE = words(
            "per[ -]?(minute|min|hour|day|second|sec|month|week)|daily|hourly|weekly|monthly|[tr]p[mdhs]|it?pm",
            "otpm|rate[ -]?limit\\w*|throttl\\w*|quotas?|credits?|balance|billing|afford|spend\\w*|allowance",
            "allocation|usage limit|too many (concurrent )?requests|concurren\\w*",
            "(try|wait|retry) (again )?(in|after) \\d\\S*|please wait",
            "(tokens?|requests?)-per-\\w+|slow down",
            "(in|over|during) (the )?((last|past) )?\\d+ ?(s|sec|min|(second|minute|hour|day)s?)",
            "(tokens?|requests?) ?/ ?(minute|min|m|day|d|hour|hr|h|second|sec|s|month)",
            "(this|current|last|next|past|each|every) (minute|hour|day|week|month|period)|burst",
            "within \\d+ ?(s|seconds|minutes)|in the last|today|upgrade|subscription",
            "(your|this|free|current) plan|free limit|deadline|time ?out|timed out|tokens? processed",
            "(token|request) bucket|(free|paid) tier");

    static final Pattern PER_TIME = words("per[ -]?(minute|min|hour|day)|[tr]p[mdhs]|it?pm");

    static final Pattern TOO_LARGE = words("too (large|long|big)|exceed(s|ed)?|(larger|greater|more) than");

    /** Counts of lists, lengths of strings, and other things that have a size. */
    static final Pattern OTHER_SIZE = words(
            "arrays?|lists?|strings?|items?|elements?|(string|array) too long|\\w+ above max length|enum",
            "vocab\\w*|\\d+ ?(bytes?|[kmg]i?b|px|pixels|megapixels|pages|seconds|minutes|tools|functions)",
            "too many (tools|functions)|(number|count) of (tools|functions|files|stop\\w*)|logit ?bias|logprobs",
            "token ids?|stop (sequences?|tokens?|words?)|headers?|cookies?|ur[il]s?|query string",
            "(access|auth\\w*|bearer|session|api|id|refresh|security|jwt|csrf|page|device) (token|key)s?",
            "user ?names?|passwords?|gpus?|cuda|out of memory|memory limit|time limit|recursion|redirects?|retries");

    /** Things with a size that may also be measured in tokens, as part of the prompt. */
    static final Pattern FILE = words(
            "images?|pictures?|(number|count) of messages|too many messages|\\d+ messages|audio|videos?|pdfs?",
            "files?|documents?|attachments?|uploads?|payload|bod(y|ies)|bytes?|dimensions?|resolution|names?|id",
            "descriptions?|titles?|keys?|fields?|propert(y|ies)|metadata|emails?|labels?|tags?");

    /** The limit of the answer, by its parameters and by its words. */
    static final Pattern ANSWER = words(
            "(max|min|maximum|minimum)[ -]?(new|completion|output|generat\\w+|response|gen)[ -]?(tokens?|length|len)",
            "max ?tokens?(?! (allowed|for (the )?(prompt|input)))(?! to sample)|min ?tokens|max ?tokens to sample",
            "num predict|n predict|maximum tokens(?! (allowed|for|per (request|prompt)|in|of))|be generated",
            "maxtokens|maxoutputtokens|(completion|output|generated|reasoning|thinking|response|answer) tokens?",
            "(thinking|reasoning|output|answer) budget|budget tokens|thinkingbudget",
            "(output|completion|response|answer|generation) (limit|length)|generation of",
            "(can|may|will) (only )?(generate|write|produce|output)|per (response|answer|completion|reply)",
            "(requested|maximum|max) output|output (of|window)|tokens to generate",
            "(for the )?outputs?|completions?");

    /** What was sent, where the answer's limit is spoken of too. */
    static final Pattern PROMPT = words(
            "prompts?|inputs?|messages|conversation|history|(your |the )?requests? (has|have|had|contains?|of)",
            "text input|input ?tokens?|thread|chat|you (sent|passed|provided|submitted|gave)|(was|were) sent",
            "(are sending|to send)");

    /** What was sent. */
    static final Pattern SENT = words(
            "prompts?|inputs?|contexts?|messages?|requests?|requested|conversation|chat history|history|queries",
            "query|sequence|n ctx|num ctx|max (seq|model) len\\w*|text|context ?(length|window|size)s?",
            "you (passed|sent|provided|requested|submitted)|are sending|thread|chat");

    /** Sentences that count tokens against a limit and name nothing else. */
    static final Pattern COUNTED = words(
            "\\d+k? (total )?tokens?|tokens? ?\\(?\\d+|(token|tokens) (count|limit|length|number)",
            "(number|count|amount|total) of tokens|total tokens");

    static final Pattern EXCESS = words(
            "exceed(s|ed|ing)?|exce+ds?|surpass\\w*|over ?flow\\w*|overr[au]n\\w*",
            "over (the|its|our|your|this|that|by|\\d\\S*)|above|beyond|too (long|large|big|lengthy)",
            "(longer|larger|greater|bigger|more|higher) than(?! (\\d{1,2}|one|an?)\\b)|out of range",
            "over[ -]?(long|sized?|limit|length)",
            "(must|should|has to|have to|may) (not be|be|have|contain|stay) (at most|no more|less|fewer"
                    + "|smaller|shorter|lower|under|below|within)\\w*",
            "(does|do|did|will|would|can) ?(not|n t) fit|doesn t fit|won t fit|cannot fit|unable to fit",
            "fails? to fit|not enough (room|space|context)",
            "(reach|hit)(ed|es|ting)? (the|its|your|our) (\\w+ ){0,3}(max\\w*|limit|end|ceiling|cap)",
            "(context( window)?|input|prompt|window|length) limit (was |has been |is )?(reached|hit)",
            "(shortened|reduced|cut|trimmed) by \\d\\S*|used up|fills? up",
            "(uses?|takes?|fills?) (all|the (whole|entire))|is full|run out|ran out|more tokens",
            "(smaller|less|lower|shorter) than (the|your|this) (prompts?|inputs?|requests?|messages|conversation)",
            "(context|window)( \\w+)? (is )?too (small|short)|insufficient (context|window|room|space)",
            "(can|could) only \\w+ (up to )?\\d\\S*|room for( only)? \\d\\S*");

    /** A limit that is told. Where nothing calls it exceeded, a second number must be told too. */
    static final Pattern STATED = words(
            "(max(imum)?|limit|window|length|size|capacity|ceiling|cap)( \\w+){0,6} (is|are|was|of|to"
                    + "|only)( only)?:? ?\\(?\\d\\S*",
            "(max(imum)?|limit)( is| of)?[:=]? ?\\(?\\d\\S*|limit(ed)? (of|to|is)",
            "(is|are|has|have|of|supports?|accepts?|allows?|handles?|takes?) only \\d\\S*",
            "only (supports?|accepts?|allows?|handles?|takes?) (up to )?\\d\\S*",
            "(supports?|accepts?|allows?|handles?|takes?) (only )?(up to|at most|a max(imum)? of) \\d\\S*",
            "at most \\d\\S*|up to \\d\\S*|no more than");

    /** Comparisons and totals that only a limit has: {@code 9000 > 8192}. */
    static final Pattern COMPARED = Pattern.compile("\\d{3}\\S* ?(tokens? ?)?(>=?|\u2265) ?\\w|(<=|\u2264|<) ?\\d{3}");

    static final Pattern MEASURE = words(
            "tokens?|context (length|window|size|limit|capacity|budget)s?|contextlength",
            "(the|s|max(imum)?|\\d+k) context(?! (deadline|id|management))|n ctx|num ctx|n positions",
            "(prompt|input|sequence|model|request|context|message)s? (token ?)?(length|len|size|window)",
            "max (seq|model) len\\w*");

    /** The prompt itself is called too long; no measure is needed beside it. */
    static final Pattern LONG_PROMPT = words(
            "too many (input|prompt|context) tokens|(inputs?|prompts?|requests?|messages) (is |are )?(larger|longer|bigger) than"
                    + " (the )?(model s )?context",
            "(prompts?|inputs?|conversation|history)( length| size)? exceed(s|ed)? (the )?(model s )?context(?! \\w)",
            "too many tokens (in|for) (the |your |this )?(prompt|input|context|messages|conversation|request|model)",
            "(prompts?|inputs?|messages|conversation|history)( \\w+){0,3} too many tokens",
            "(prompts?|inputs?|contexts?|conversation|chat history|history|messages?|input text|prompt"
                    + " text|text input)( (length|size|context|content|tokens?|token count|history))?( \\(?\\d+\\)?("
                    + " tokens\\)?)?)?( (is|are|was|were|has become|has grown|that is))? (much |far |way )?(too"
                    + "|over) ?(long|lengthy)",
            "(prompt|conversation|context|input|chat|history|thread)( has| was| have)?( \\w+)? reached"
                    + " (the|its) (max\\w*|limit)( length| size| context)?",
            "max(imum)? context (length |size |window )?(was |has been |is )?(reached|exceeded|hit)",
            "context( window)?( (is|has been|was))? (full|overflow\\w*|exhausted|used up)",
            "(prompts?|inputs?|context|conversation|input text)( (is|are|was))? too (large|big) for (the"
                    + "|this|that|requested|model)\\w*",
            "(prompts?|inputs?|input text|conversation) (exceed(s|ed)?|is (longer|greater|larger) than)"
                    + " (the )?(model s )?(max(imum)?|allowed|permitted)( (allowed|permitted|supported|input"
                    + "|prompt))? (length|size)",
            "(shorten|reduce|trim|truncate|decrease) (the |your )?(length of )?(the |your )?(prompts?"
                    + "|inputs?|conversation|messages|chat history|context)");

    /** Where the prompt and two numbers are told, it is enough that one of them is a limit. */
    static final Pattern LIMIT = words(
            "limit\\w*|max\\w*|models?|available|permitted|allow\\w*|only|room|support\\w*|window|can( ?not)?",
            "accept\\w*|capacity|context|of \\d{3,9}");

    static final Pattern NUMBER = Pattern.compile("(?<![\\w.-])(\\d{3,9}|\\d{1,4}k|\\d(\\.\\d+)?m)(?!\\w|\\.\\w)");

    static final Pattern MINIMUM = words("min(imum)?|at least|too short|fewer|cach(e|ed|ing)|expire\\w*");

    /** Regular forms, each of several servers. */
    static final Pattern REGULAR = words(
            "max(imum)? (context|model|prompt|sequence) (length|len|window|size)|context length is only",
            "(longer|greater|larger|more) than (the )?(model s )?context ?(length|window|size)",
            "exceed(s|ed)? (the |this )?(model s |model )?(token limit|context \\w+)",
            "range of (input|prompt) length should be|too many tokens: ?\\(?\\d+",
            "reduce the length of (the |your )?(messages|prompts?|inputs?|conversation|context)",
            "current length is \\d+ while limit is \\d+|inputs tokens \\+ max new tokens must be",
            "inputs must have less than",
            "(context|prompt) (window|length|size|limit) (has been |was |is )?exceed(s|ed)?",
            "available context (size|length)|context the overflows|n keep .{0,40}n ctx|max seq len",
            "context ?window ?exceeded\\w*|contextwindowexceedederror");

    /** Chinese: the context, the input or the prompt is too long, or beyond a limit. */
    static final Pattern CHINESE =
            Pattern.compile("(上下文|输入|提示词?|prompt|对话|消息|请求|文本|tokens?)[^。；，,;]{0,24}(过长|太长|超长|超限|超出|超过|大于)"
                    + "|(超出|超过)[^。；，,;]{0,16}(上下文|输入长度|最大长度|token)");

    static final Pattern CHINESE_OTHER =
            Pattern.compile("频率|速率|每分钟|每天|每日|额度|余额|配额|次数|并发|输出|回复|生成|图片|图像|文件|大小|字节|数组|字符串|超时|限流");

    private WindowWords() {}

    /** Any of these, as whole words. */
    private static Pattern words(String... alternatives) {
        return Pattern.compile("(?<![\\w-])(?:" + String.join("|", alternatives) + ")(?![\\w])");
    }
}
