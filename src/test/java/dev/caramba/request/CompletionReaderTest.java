package dev.caramba.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.format.Json;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Message;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a'        | 1 | a",
                "''         | 1 | ''",
                "['a','b']  | 2 | a;b",
                "[1,2]      | 1 |",
                "[[1],[2]]  | 2 |"
            },
            quoteCharacter = '`')
    void a_prompt_is_a_text_or_tokens_or_a_list_of_either(String prompt, int answers, String texts) {
        var params = read("{'prompt':" + prompt + "}").params();

        assertEquals(answers, params.answers());
        var expected = texts == null
                ? List.of()
                : List.of(texts.replace("''", "").split(";", -1)).stream()
                        .map(text -> new Message.User(new Content.Plain(text)))
                        .toList();
        assertEquals(expected, params.messages());
    }

    @Test
    void each_prompt_has_as_many_answers_as_are_asked_for() {
        assertEquals(6, read("{'prompt':['a','b'],'n':3}").params().answers());
        assertEquals(
                Integer.MAX_VALUE,
                read("{'prompt':['a','b'],'n':2147483647}").params().answers());
    }

    @Test
    void what_is_read_leads_limits_caches_and_the_balancer() {
        var params = read("{'model':'m','prompt':'a','max_tokens':7,'stop':'x','seed':1,'logprobs':0,'novel':[1],"
                        + "'fallbacks':['b/c'],'strictParams':true,'stream':true,'stream_options':{},'cache':false}")
                .params();

        assertEquals(Optional.of("m"), params.model());
        assertEquals(List.of("b/c"), params.fallbacks());
        assertEquals(Optional.of(BigInteger.valueOf(7)), params.sampling().maxTokens());
        assertEquals(List.of("x"), params.sampling().stop());
        assertEquals(Set.of("prompt", "logprobs", "novel"), params.extras().keySet());
        assertEquals(true, params.strict());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                 | prompt",
                "{'prompt':null}                    | prompt",
                "{'prompt':[]}                      | prompt",
                "{'prompt':7}                       | prompt",
                "{'prompt':true}                    | prompt",
                "{'prompt':{}}                      | prompt",
                "{'prompt':['a',1]}                 | prompt",
                "{'prompt':[1,'a']}                 | prompt",
                "{'prompt':[1.5]}                   | prompt",
                "{'prompt':[[]]}                    | prompt",
                "{'prompt':[['a']]}                 | prompt",
                "{'prompt':[null]}                  | prompt",
                "{'prompt':'a','model':7}           | model",
                "{'prompt':'a','n':'2'}             | n",
                "{'prompt':'a','best_of':1.5}       | best_of",
                "{'prompt':'a','logprobs':true}     | logprobs",
                "{'prompt':'a','max_tokens':'7'}    | max_tokens",
                "{'prompt':'a','temperature':'1'}   | temperature",
                "{'prompt':'a','top_p':'1'}         | top_p",
                "{'prompt':'a','presence_penalty':'1'} | presence_penalty",
                "{'prompt':'a','frequency_penalty':[]} | frequency_penalty",
                "{'prompt':'a','echo':'yes'}        | echo",
                "{'prompt':'a','suffix':7}          | suffix",
                "{'prompt':'a','user':7}            | user",
                "{'prompt':'a','stop':7}            | stop",
                "{'prompt':'a','stop':[7]}          | stop[0]",
                "{'prompt':'a','seed':'7'}          | seed",
                "{'prompt':'a','logit_bias':[]}     | logit_bias",
                "{'prompt':'a','fallbacks':'b/c'}   | fallbacks",
                "{'prompt':'a','strictParams':1}    | strictParams",
                "{'prompt':'a','timeoutMs':0}       | timeoutMs"
            })
    void a_wrong_value_is_named_by_its_field(String body, String param) {
        var thrown = assertThrows(ProviderException.class, () -> read(body));

        assertEquals(Optional.of(param), thrown.failure().param());
    }

    private static CallRequest read(String body) {
        var text = body.replace('\'', '"');
        return CompletionReader.read(Json.object(text).orElseThrow(), text);
    }
}
