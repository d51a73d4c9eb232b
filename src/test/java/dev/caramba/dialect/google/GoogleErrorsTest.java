package dev.caramba.dialect.google;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.Samples;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoogleErrorsTest {

    private final GoogleDialect dialect = new GoogleDialect();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | {'error':{'code':403,'message':'Your API key was reported as leaked.'}}          | AUTHENTICATION",
                "429 | {'error':{'code':429,'message':'Your prepayment credits are depleted.'}}         | QUOTA_EXHAUSTED",
                "429 | {'error':{'details':[7,{'violations':{}},{'retryDelay':7}]}}                     | RATE_LIMITED",
                "503 | <html></html>                                                                    | UNAVAILABLE",
                "503 | {'error':{'code':503,'message':'m','status':'UNAVAILABLE'}}                      | OVERLOADED",
                "400 | [{'error':{'code':400,'message':'m','status':'FAILED_PRECONDITION'}}]            | PERMISSION",
                "302 | {'error':{'status':'UNAVAILABLE'}}                                               | PROTOCOL"
            })
    void tells_trouble_by_reason_status_word_or_wording(int status, String body, FailureKind kind) {
        var failure = dialect.classify(Samples.reply(status, body.replace('\'', '"'), Map.of()));

        assertEquals(kind, failure.kind());
        assertEquals(Optional.empty(), failure.retryAfter());
    }

    @Test
    void says_how_long_to_wait_also_in_a_list() {
        var body = "[{'error':{'code':503,'message':'m','details':[{'retryDelay':'1.0001s'}]}}]".replace('\'', '"');

        var failure = dialect.classify(Samples.reply(503, body, Map.of()));

        assertEquals(Optional.of(Duration.ofMillis(1001)), failure.retryAfter());
    }
}
