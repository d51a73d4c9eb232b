package dev.caramba.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.EmbeddingInput;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"a\"         | false | \"a\"",
                "[\"a\",\"b\"] | false | \"a\";\"b\"",
                "[1,2]         | true  | [1,2]",
                "[[1],[2,3]]   | true  | [1];[2,3]"
            })
    void an_input_is_a_text_or_tokens_or_a_list_of_either(String input, boolean tokens, String inputs) {
        var read = input(input);

        assertEquals(tokens, read.tokens());
        assertEquals(
                List.of(inputs.split(";")),
                read.inputs().stream().map(Json::write).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'model':'m'} | input",
                "{'model':'m','input':null} | input",
                "{'model':'m','input':[]} | input",
                "{'model':'m','input':''} | input",
                "{'model':'m','input':['a','']} | input",
                "{'model':'m','input':['a',1]} | input",
                "{'model':'m','input':[1,'a']} | input",
                "{'model':'m','input':[1,[2]]} | input",
                "{'model':'m','input':[[1],'a']} | input",
                "{'model':'m','input':[[]]} | input",
                "{'model':'m','input':[[1.5]]} | input",
                "{'model':'m','input':[1.5]} | input",
                "{'model':'m','input':7} | input",
                "{'model':'m','input':{}} | input",
                "{'model':'m','input':true} | input",
                "{'input':'a'} | model",
                "{'model':null,'input':'a'} | model",
                "{'model':'','input':'a'} | model",
                "{'model':'auto','input':'a'} | model",
                "{'model':7,'input':'a'} | model",
                "{'model':'m','input':'a','encoding_format':'hex'} | encoding_format",
                "{'model':'m','input':'a','encoding_format':1} | encoding_format",
                "{'model':'m','input':'a','dimensions':0} | dimensions",
                "{'model':'m','input':'a','dimensions':-1} | dimensions",
                "{'model':'m','input':'a','dimensions':'3'} | dimensions",
                "{'model':'m','input':'a','dimensions':2.5} | dimensions",
                "{'model':'m','input':'a','input_type':1} | input_type",
                "{'model':'m','input':'a','fallbacks':'x'} | fallbacks",
                "{'model':'m','input':'a','timeoutMs':0} | timeoutMs",
                "{'model':'m','input':'a','cache':7} | cache"
            })
    void a_wrong_value_is_named_by_its_field(String body, String param) {
        var failure = assertThrows(ProviderException.class, () -> read(body)).failure();

        assertEquals(FailureKind.INVALID_REQUEST, failure.kind());
        assertEquals(Optional.of(param), failure.param());
    }

    @Test
    void keeps_the_rest_of_the_request() {
        var call = read(
                "{'model':'p/m','input':'a','user':'u','dimensions':3,'input_type':'query','stream':true,"
                        + "'encoding_format':'base64','fallbacks':['q/m'],'timeoutMs':5,'strictParams':true,'cache':{'ttl':9}}");
        var params = call.params();
        var input = params.embedding().orElseThrow();

        assertEquals(Optional.of("p/m"), params.model());
        assertEquals(List.of("q/m"), params.fallbacks());
        assertEquals(java.util.Set.of("user"), params.extras().keySet());
        assertTrue(params.strict());
        assertFalse(params.stream());
        assertEquals(3, input.dimensions().orElseThrow().intValue());
        assertEquals(Optional.of("query"), input.inputType());
        assertEquals(Optional.of("base64"), input.encodingFormat());
        assertEquals(5, call.timeout().orElseThrow().toMillis());
        assertEquals(9, call.caching().ttl().orElseThrow().toSeconds());
        assertFalse(params.toString().contains("\"a\""), "no text belongs into a log");
    }

    private static EmbeddingInput input(String input) {
        return read("{\"model\":\"m\",\"input\":" + input + "}")
                .params()
                .embedding()
                .orElseThrow();
    }

    private static CallRequest read(String body) {
        var text = body.replace('\'', '"');
        return EmbeddingReader.read(Json.object(text).orElseThrow(), text);
    }
}
