package dev.caramba.dialect.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.Samples;
import dev.caramba.dialect.openai.OpenAiDialect;
import dev.caramba.dialect.openai.OpenAiFlavour;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommonErrorsTest {

    private final OpenAiDialect dialect = new OpenAiDialect(OpenAiFlavour.COMPATIBLE);

    @ParameterizedTest
    @CsvSource({
        "202, UNAVAILABLE", "204, PROTOCOL", "301, PROTOCOL", "307, PROTOCOL", "400, INVALID_REQUEST",
        "401, AUTHENTICATION", "402, QUOTA_EXHAUSTED", "403, PERMISSION", "404, NOT_FOUND", "405, INVALID_REQUEST",
        "408, TIMEOUT", "409, UNAVAILABLE", "410, NOT_FOUND", "413, INVALID_REQUEST", "415, INVALID_REQUEST",
        "422, INVALID_REQUEST", "424, UNAVAILABLE", "429, RATE_LIMITED", "499, NETWORK", "500, UNAVAILABLE",
        "501, UNAVAILABLE", "502, UNAVAILABLE", "503, UNAVAILABLE", "504, TIMEOUT", "520, UNAVAILABLE",
        "529, OVERLOADED", "999, UNAVAILABLE"
    })
    void a_status_alone_has_a_kind(int status, FailureKind kind) {
        var failure = dialect.classify(Samples.reply(status, "", Map.of()));

        assertEquals(kind, failure.kind());
        assertEquals(Optional.of(status), failure.status());
        assertEquals("the provider answered with status " + status + " and no message", failure.message());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the code decides before the type, both before the status
                "429 | {'error':{'message':'m','type':'insufficient_quota','code':'rate_limit_exceeded'}} | RATE_LIMITED",
                "429 | {'error':{'message':'m','code':'project_spend_limit_exceeded'}} | QUOTA_EXHAUSTED",
                "429 | {'error':'m','error_type':'overloaded'}                         | OVERLOADED",
                "503 | {'error':{'message':'m','code':'slow_down'}}                    | OVERLOADED",
                "400 | {'error':{'message':'m','code':'content_filter','innererror':{}}} | CONTENT_FILTER",
                "400 | {'error':{'message':'m','code':'model_not_supported'}}          | NOT_FOUND",
                // then the wording
                "400 | {'error':{'message':'m','code':400}}                            | INVALID_REQUEST",
                "400 | {'error':'model `x` is not a valid model ID'}                   | NOT_FOUND",
                "400 | {'error':{'message':'Incorrect API key provided: x'}}           | AUTHENTICATION",
                "413 | {'message':'This model has a maximum context length of 4 tokens'} | CONTEXT_LENGTH",
                "403 | {'status':403,'title':'Forbidden','detail':'Authorization failed'} | AUTHENTICATION",
                "403 | {'status':403,'title':'Forbidden','detail':'Not for you'}       | PERMISSION",
                "503 | Server busy                                                     | OVERLOADED",
                "302 | {'error':{'code':'invalid_api_key'}}                            | PROTOCOL"
            })
    void the_body_says_more_than_the_status(int status, String body, FailureKind kind) {
        var failure = dialect.classify(Samples.reply(status, body.replace('\'', '"'), Map.of()));

        assertEquals(kind, failure.kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':{'message':'m','param':'top_p'}}                      | m                    | top_p",
                "{'error':'m'}                                                  | m                    |",
                "{'error':['m','n']}                                            | m; n                 |",
                "{'object':'error','message':'m'}                               | m                    |",
                "{'message':'m'}                                                | m                    |",
                "{'detail':'m'}                                                 | m                    |",
                "{'detail':[{'loc':['body','messages',0],'msg':'m'}]}           | messages.0: m        | messages.0",
                "{'type':'about:blank','title':'t','status':400,'detail':'m'}   | m                    |",
                "{'status':400,'title':'t'}                                     | t                    |",
                "[{'error':{'code':400,'message':'m'}}]                         | m                    |",
                "{'error':{'code':'odd'}} | odd |",
                "<html><head><TITLE> Bad Gateway </TITLE></head></html>         | Bad Gateway          |",
                "<html>                                                         | an HTML page         |",
                "Too Many Requests                                              | Too Many Requests    |",
                "{'error':{'message':''},'input':'secret'} | the provider answered with status 400 and no message |"
            })
    void the_message_is_the_providers_own(String body, String message, String param) {
        var failure = dialect.classify(Samples.reply(400, body.replace('\'', '"'), Map.of()));

        assertEquals(message.replace('\'', '"'), failure.message());
        assertEquals(Optional.ofNullable(param), failure.param());
    }

    @Test
    void a_failure_carries_the_hint_and_the_providers_request_id() {
        var nvidia = new OpenAiDialect(OpenAiFlavour.NVIDIA);

        var failure = nvidia.classify(
                Samples.reply(429, "", Map.of("Retry-After", "2", "x-request-id", "x", "NVCF-REQID", "n")));

        assertEquals(Optional.of(Duration.ofSeconds(2)), failure.retryAfter());
        assertEquals(Optional.of("n"), failure.requestId());
    }
}
