package dev.caramba.dialect.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.Samples;
import dev.caramba.dialect.openai.OpenAiDialect;
import dev.caramba.dialect.openai.OpenAiFlavour;
import dev.caramba.format.Json;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.List;
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
    @CsvSource({"404, rs_0a1, UNREADABLE", "400, rs_0a1, UNREADABLE", "404, msg_1, NOT_FOUND"})
    void a_thought_that_is_not_stored_is_told_from_other_items_and_from_models(
            int status, String id, FailureKind kind) {
        var message = "Item with id '" + id + "' not found. Items are not persisted when `store` is set to false.";
        var body = "{\"error\":{\"message\":\"" + message + "\",\"type\":\"invalid_request_error\"}}";

        assertEquals(
                kind, dialect.classify(Samples.reply(status, body, Map.of())).kind());
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
                "400 | {'error':{'message':'m','code':'invalid_encrypted_content'}}    | UNREADABLE",
                // then the wording
                "400 | {'error':{'message':'The encrypted content gAAA could not be verified.'}} | INVALID_REQUEST",
                "400 | {'error':{'message':'m','code':400}}                            | INVALID_REQUEST",
                "400 | {'error':'model `x` is not a valid model ID'}                   | NOT_FOUND",
                "400 | {'error':{'message':'Incorrect API key provided: x'}}           | AUTHENTICATION",
                "413 | {'message':'This model has a maximum context length of 4 tokens'} | CONTEXT_LENGTH",
                "403 | {'status':403,'title':'Forbidden','detail':'Authorization failed'} | AUTHENTICATION",
                "403 | {'status':403,'title':'Forbidden','detail':'Not for you'}       | PERMISSION",
                "503 | Server busy                                                     | OVERLOADED",
                "302 | {'error':{'code':'invalid_api_key'}}                            | PROTOCOL",
                // a model's own failure
                "400 | {'error':{'message':'m','code':'tool_use_failed','failed_generation':'<f'}} | PROTOCOL",
                "400 | {'error':{'message':'m','code':'json_validate_failed'}}         | PROTOCOL",
                "400 | {'error':{'message':'m','code':'some_new_word','failed_generation':''}} | PROTOCOL",
                "400 | {'error':{'message':'Failed to call a function. Please adjust your prompt.'}} | PROTOCOL",
                // a model that is not loaded
                "400 | {'error':'Model unloaded.'}                                     | NOT_FOUND",
                "400 | {'error':{'message':'Model unloaded.'}}                         | NOT_FOUND",
                "400 | {'error':{'message':'Model not loaded','type':'invalid_request_error'}} | NOT_FOUND",
                "400 | {'error':{'message':'No models loaded. Please load a model.'}}  | NOT_FOUND",
                "400 | {'error':'The model has crashed without additional information. (Exit code: null)'} | UNAVAILABLE",
                // vendors' own codes, types and words
                "400 | {'error':{'code':'1261','message':'m'}}                         | CONTEXT_LENGTH",
                "429 | {'error':{'code':'1113','message':'Insufficient balance or no resource package.'}} | QUOTA_EXHAUSTED",
                "429 | {'error':{'code':'1302','message':'High concurrency usage'}}    | RATE_LIMITED",
                "429 | {'error':{'code':'1305','message':'m'}}                         | OVERLOADED",
                "400 | {'error':{'code':'1301','message':'m'}}                         | CONTENT_FILTER",
                "400 | {'error':{'code':'1211','message':'m'}}                         | NOT_FOUND",
                "429 | {'success':false,'errors':[{'message':'m','code':3036}]}        | QUOTA_EXHAUSTED",
                "429 | {'success':false,'errors':[{'message':'m','code':3040}]}        | OVERLOADED",
                "400 | {'success':false,'errors':[{'message':'m','code':5021}]}        | CONTEXT_LENGTH",
                "400 | {'success':false,'errors':[{'message':'m','code':5007}]}        | NOT_FOUND",
                "400 | {'code':'Client specified an invalid argument','error':'Incorrect API key provided: du***ey.'} | AUTHENTICATION",
                "400 | {'code':'Client specified an invalid argument','error':'The maximum prompt length is 131072 but'} | CONTEXT_LENGTH",
                "429 | {'code':'Some resource has been exhausted','error':'either used all available credits or'} | QUOTA_EXHAUSTED",
                "403 | {'code':'x','error':'Your team has run out of credits'}         | QUOTA_EXHAUSTED",
                "412 | {'error':{'message':'Account demo is suspended','code':'PRECONDITION_FAILED'}} | QUOTA_EXHAUSTED",
                "412 | {'error':{'message':'a header does not match'}}                 | INVALID_REQUEST",
                "429 | {'error':{'message':'Request didn\\u0027t generate first token before the given deadline'}} | OVERLOADED",
                "429 | {'message':'Tokens per minute limit exceeded','code':'token_quota_exceeded'} | RATE_LIMITED",
                "429 | {'message':'We are experiencing high traffic','code':'queue_exceeded'} | OVERLOADED",
                "429 | {'detail':'Model busy, retry later'}                            | OVERLOADED",
                "498 | {'error':{'message':'m','code':'capacity_exceeded'}}            | OVERLOADED",
                "429 | {'message':'Service tier capacity exceeded for this model.','code':'3505'} | OVERLOADED",
                "429 | {'message':'Rate limit exceeded','type':'rate_limited','code':'1300'} | RATE_LIMITED",
                "400 | {'error':{'message':'m','code':'model_not_available'}}          | NOT_FOUND",
                "429 | {'error':{'message':'m','type':'engine_overloaded_error'}}      | OVERLOADED",
                "403 | {'error':{'message':'m','type':'exceeded_current_quota_error'}} | QUOTA_EXHAUSTED",
                "400 | {'error':{'message':'m','type':'Arrearage','code':'Arrearage'}} | QUOTA_EXHAUSTED",
                "403 | {'error':{'message':'m','code':'AllocationQuota.FreeTierOnly'}} | QUOTA_EXHAUSTED",
                "400 | {'error':{'message':'m','code':'data_inspection_failed'}}       | CONTENT_FILTER",
                "429 | {'error':{'message':'m','code':'limit_requests'}}               | RATE_LIMITED",
                "402 | {'error':{'code':402,'message':'m','metadata':{'limit_source':'openrouter_in_flight_budget'}}} | RATE_LIMITED",
                "402 | {'error':{'code':402,'message':'m'}}                            | QUOTA_EXHAUSTED",
                "403 | {'error':{'code':403,'message':'m','metadata':{'reasons':['violence']}}} | CONTENT_FILTER",
                "403 | {'error':{'code':403,'message':'m','metadata':{'reasons':[]}}}  | PERMISSION"
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

    /** What an aggregator wraps: each row is the text or the JSON in {@code error.metadata.raw}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"error\":{\"message\":\"This model has a maximum context length of 8 tokens.\"}}' | CONTEXT_LENGTH | This model has a maximum context length of 8 tokens.",
                "{\"error\":{\"message\":\"maximum context length is 8\"}} | CONTEXT_LENGTH | maximum context length is 8",
                "{\"code\":\"invalid\",\"error\":\"This model's maximum prompt length is 8 but\"} | CONTEXT_LENGTH | This model's maximum prompt length is 8 but",
                "{\"error\":{\"code\":\"1261\",\"message\":\"Prompt 1\"}} | CONTEXT_LENGTH | Prompt 1",
                "{\"object\":\"error\",\"message\":\"prompt is too long: 9 tokens\",\"code\":400} | CONTEXT_LENGTH | prompt is too long: 9 tokens",
                "prompt is too long: 213462 tokens > 200000 maximum | CONTEXT_LENGTH | prompt is too long: 213462 tokens > 200000 maximum",
                "{\"error\":{\"message\":\"Failed\",\"code\":\"tool_use_failed\"}} | PROTOCOL | Failed",
                "{\"error\":\"Model unloaded.\"} | NOT_FOUND | Model unloaded.",
                "{\"error\":{\"message\":\"image input is not supported\"}} | UNSUPPORTED | image input is not supported",
                "{\"error\":{\"message\":\"temperature must be at most 2\",\"param\":\"temperature\"}} | INVALID_REQUEST | temperature must be at most 2",
                "{\"detail\":\"no\"} | INVALID_REQUEST | no",
                "{\"error\":{\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"Input is too long for requested model.\"}}} | CONTEXT_LENGTH | Input is too long for requested model.",
                "{} | INVALID_REQUEST | Provider returned error",
                "' ' | INVALID_REQUEST | Provider returned error"
            })
    void an_aggregator_tells_what_the_provider_behind_it_said(String raw, FailureKind kind, String message) {
        var error = Json.object().put("message", "Provider returned error").put("code", 400);
        error.putObject("metadata").put("raw", raw).put("provider_name", "Demo");
        var asText = Json.write(Json.object().set("error", error));
        Json.object(raw).ifPresent(json -> ((ObjectNode) error.path("metadata")).set("raw", json));
        var asJson = Json.write(Json.object().set("error", error));

        for (var body : List.of(asText, asJson)) {
            var failure = dialect.classify(Samples.reply(400, body, Map.of()));
            assertEquals(kind, failure.kind(), body);
            assertEquals(message, failure.message(), body);
        }
    }

    @Test
    void a_message_that_is_json_is_read_as_the_error_that_it_holds() {
        var inner = "{'error':{'message':'prompt is too long: 9 tokens > 8 maximum','code':400}}".replace('\'', '"');
        var body = Json.write(Json.object().set("error", Json.object().put("message", inner)));

        var failure = dialect.classify(Samples.reply(400, body, Map.of()));

        assertEquals(FailureKind.CONTEXT_LENGTH, failure.kind());
        assertEquals("prompt is too long: 9 tokens > 8 maximum", failure.message());
    }

    @ParameterizedTest
    @CsvSource({
        "1008, insufficient balance, QUOTA_EXHAUSTED",
        "1004, m, AUTHENTICATION",
        "1002, m, RATE_LIMITED",
        "1039, m, RATE_LIMITED",
        "1026, m, CONTENT_FILTER",
        "1027, m, CONTENT_FILTER",
        "2056, m, QUOTA_EXHAUSTED",
        "2013, invalid params, INVALID_REQUEST",
        "2013, context window exceeds limit, CONTEXT_LENGTH",
        "1000, m, UNAVAILABLE"
    })
    void an_answer_with_a_base_resp_other_than_0_is_an_error(int code, String message, FailureKind kind) {
        var answer = Json.object().putNull("choices");
        answer.putObject("base_resp").put("status_code", code).put("status_msg", message);

        var failure = CommonErrors.in(answer).orElseThrow();

        assertEquals(kind, failure.kind());
        assertEquals(message, failure.message());
    }

    @Test
    void an_answer_with_a_base_resp_of_0_is_none() {
        var answer = Json.object();
        answer.putObject("base_resp").put("status_code", 0).put("status_msg", "success");

        assertEquals(Optional.empty(), CommonErrors.in(answer));
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
