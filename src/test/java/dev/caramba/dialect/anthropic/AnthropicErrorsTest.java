package dev.caramba.dialect.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.Samples;
import dev.caramba.format.Json;
import dev.caramba.generation.FailureKind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnthropicErrorsTest {

    private final AnthropicDialect dialect = new AnthropicDialect();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {'error':{'type':'invalid_request_error','message':'This organization has been disabled.'}} | PERMISSION",
                "402 | {'error':{'type':'x','details':{'error_code':'linked_organization_billing_unavailable'}}} | QUOTA_EXHAUSTED",
                "429 | {'error':{'type':'rate_limit_error','details':{'error_code':'ramp_limit_exceeded'}}}      | RATE_LIMITED",
                "500 | {'error':{'type':'overloaded_error','message':'Overloaded'}}                              | OVERLOADED",
                "409 | {'error':{'type':'conflict_error','message':'m'}}                                         | UNAVAILABLE",
                "302 | {'error':{'type':'billing_error'}}                                                        | PROTOCOL",
                "502 | <html><title>Bad gateway</title></html>                                                   | UNAVAILABLE"
            })
    void tells_trouble_with_the_account_by_code_or_wording(int status, String body, FailureKind kind) {
        var reply = Samples.reply(status, body.replace('\'', '"'), Map.of());

        assertEquals(kind, dialect.classify(reply).kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':{'type':'not_found_error','message':'model: claude-x'}}                          | NOT_FOUND",
                "{'error':{'type':'not_found_error','details':{'error_code':'model_not_found'}}}           | NOT_FOUND",
                "{'error':{'type':'not_found_error','message':'m','details':{'error_code':'thread_not_found'}}} | UNSUPPORTED",
                "{'error':{'type':'not_found_error','message':'m','details':{'error_code':'file_expired'}}}     | UNSUPPORTED"
            })
    void what_a_code_says_is_not_there_is_not_the_model(String body, FailureKind kind) {
        var failure = dialect.classify(Samples.reply(404, body.replace('\'', '"'), Map.of()));

        assertEquals(kind, failure.kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | messages.1.content.0: Invalid `signature` in `thinking` block                 | UNREADABLE",
                "400 | messages.3.content.0.thinking.signature: Field required                       | UNREADABLE",
                "400 | messages.1.content.0: Invalid signature in redacted_thinking block            | UNREADABLE",
                "400 | thinking.budget_tokens: Input should be greater than or equal to 1024         | INVALID_REQUEST",
                "400 | tools.0.name: signature is no valid name                                      | INVALID_REQUEST",
                "500 | internal error at the signature of a thinking block                           | UNAVAILABLE"
            })
    void a_signature_that_another_maker_wrote_is_told_from_other_mistakes(
            int status, String message, FailureKind kind) {
        var error = Json.object().put("type", "error");
        error.putObject("error").put("type", "invalid_request_error").put("message", message);

        var failure = dialect.classify(Samples.reply(status, Json.write(error), Map.of()));

        assertEquals(kind, failure.kind());
        assertEquals(message, failure.message());
    }

    @Test
    void the_request_id_stands_in_a_header_or_in_the_body() {
        var body = "{\"error\":{\"message\":\"m\"},\"request_id\":\"b1\"}";

        var both = dialect.classify(Samples.reply(500, body, Map.of("request-id", "h1")));
        var bodyOnly = dialect.classify(Samples.reply(500, body, Map.of()));

        assertEquals(Optional.of("h1"), both.requestId());
        assertEquals(Optional.of("b1"), bodyOnly.requestId());
    }
}
