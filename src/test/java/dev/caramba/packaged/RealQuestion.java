package dev.caramba.packaged;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.util.List;

/** A request that a model of the real server answers word for word, whenever it is asked. */
enum RealQuestion {
    TEXT("[{'role':'user','content':'Hi <|short|>'}]", ""),
    HISTORY(
            "[{'role':'system','content':'Be brief.'},{'role':'user','content':'Hi'},"
                    + "{'role':'assistant','content':'Hello.'},{'role':'user','content':'Once more <|short|>'}]",
            ""),
    PARTS("[{'role':'user','content':[{'type':'text','text':'Two '},{'type':'text','text':'parts <|short|>'}]}]", ""),
    LENGTH("[{'role':'user','content':'Count <|long|>'}]", ",'max_tokens':75"),
    THINKING("[{'role':'user','content':'Think <|think|>'}]", ""),
    EMOJI_IN_BYTES("[{'role':'user','content':'Greet 😀 <|utf8|>'}]", ""),
    STOP_WORD("[{'role':'user','content':'Count <|stopme|>'}]", ",'stop':['STOP']"),
    SCHEMA(
            "[{'role':'user','content':'Where? <|json|>'}]",
            ",'response_format':{'type':'json_schema','json_schema':{'name':'place','schema':{'type':'object',"
                    + "'properties':{'town':{'type':'string'},'n':{'type':'integer'}},'required':['town','n']}}}"),
    ONE_CALL("[{'role':'user','content':'Weather? <|tool|>'}]", Tools.JSON),
    TWO_CALLS("[{'role':'user','content':'Weather and time? <|tools2|>'}]", Tools.JSON),
    BROKEN_ARGUMENTS("[{'role':'user','content':'Weather? <|badtool|>'}]", Tools.JSON + ",'stop':['Hello']"),
    CALL_IN_HISTORY(
            "[{'role':'user','content':'Weather?'},{'role':'assistant','content':null,'tool_calls':[{'id':'call_1',"
                    + "'type':'function','function':{'name':'get_weather','arguments':'{\\'city\\':\\'Oslo\\'}'}}]},"
                    + "{'role':'tool','tool_call_id':'call_1','content':'Rain <|short|>'}]",
            Tools.JSON);

    static final List<RealQuestion> QUICK = List.of(TEXT, PARTS, THINKING, EMOJI_IN_BYTES, STOP_WORD, LENGTH);

    private final String messages;
    private final String more;

    RealQuestion(String messages, String more) {
        this.messages = messages;
        this.more = more;
    }

    /** The short ones, in turn: a description of tools takes the server longer to read than all others together. */
    static RealQuestion quick(int n) {
        return QUICK.get(n % QUICK.size());
    }

    String json(String model, boolean stream) {
        return body(model, stream, messages + more).toString();
    }

    /** A request with one message. */
    static String ask(String model, boolean stream, String prompt, int maxTokens) {
        return body(model, stream, "[{'role':'user','content':'" + prompt + "'}],'max_tokens':" + maxTokens)
                .toString();
    }

    /** A request with these messages, and what else is behind them; single quotes for double ones. */
    static ObjectNode body(String model, boolean stream, String messages) {
        var usage = stream ? ",'stream_options':{'include_usage':true}" : "";
        return Json.object(("{'model':'" + model + "','temperature':0,'stream':" + stream + usage + ",'messages':"
                                + messages + "}")
                        .replace("\\'", "\\\"")
                        .replace('\'', '"'))
                .orElseThrow();
    }

    private static final class Tools {
        static final String JSON = ",'tools':[{'type':'function','function':{'name':'get_weather','parameters':"
                + "{'type':'object','properties':{'city':{'type':'string'}},'required':['city']}}},"
                + "{'type':'function','function':{'name':'get_time','parameters':{'type':'object',"
                + "'properties':{'zone':{'type':'string'}}}}}]";
    }
}
