package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every trigger of both artifacts in every situation: what comes back, and how often a provider is asked. What was seen
 * is written to {@code target/trigger-matrix.md}.
 */
class TriggerMatrixIT {

    private static final int LONGEST_WAIT = 60;
    private static final Path REPORT = Path.of("target", "trigger-matrix.md");

    private static final String EXPECTED = """
            POST /generate           | success                | 200, answer; asked 1
            POST /generate           | a prompt that is none  | 400, invalid_request at prompt (invalid_request_error, prompt: expected a string); asked 0
            POST /generate           | a content filter       | 400, content_filter after content_filter 400 (invalid_request_error, not this); asked 1
            POST /generate           | refused by the provider | 400, invalid_request after invalid_request 400 (invalid_request_error, not this); asked 1
            POST /generate           | all cooling down       | 429, rate_limit_exceeded (rate_limit_error, every candidate is rate limited, none was asked), Retry-After: the cooldown; asked 0
            POST /generate           | again while it runs    | 409, request_in_progress (invalid_request_error, A request with the same idempotency key is in progress.), Retry-After: the claim; asked 1
            POST /generate           | again when it is done  | 200, answer, replayed; asked 1
            POST /batch              | success                | 200, [answer, answer]; asked 2
            POST /batch              | a prompt that is none  | 200, [answer, invalid_request at prompt (invalid_request_error, prompt: expected a string)]; asked 1
            POST /batch              | a content filter       | 200, [answer, content_filter after content_filter 400 (invalid_request_error, not this)]; asked 2
            POST /batch              | refused by the provider | 200, [answer, invalid_request after invalid_request 400 (invalid_request_error, not this)]; asked 2
            POST /batch              | all cooling down       | 200, [rate_limit_exceeded (rate_limit_error, every candidate is rate limited, none was asked), rate_limit_exceeded (rate_limit_error, every candidate is rate limited, none was asked)]; asked 0
            POST /batch              | again while it runs    | 200, [request_in_progress (invalid_request_error, A request with the same idempotency key is in progress.), request_in_progress (invalid_request_error, A request with the same idempotency key is in progress.)]; asked 2
            POST /batch              | again when it is done  | 200, [answer, answer]; asked 2
            OpenAI, unary            | success                | 200, answer; asked 1
            OpenAI, unary            | a prompt that is none  | 400, invalid_request at messages[0].content (invalid_request_error, messages[0].content: expected a string or a list of parts); asked 0
            OpenAI, unary            | a content filter       | 400, content_filter after content_filter 400 (invalid_request_error, not this); asked 1
            OpenAI, unary            | refused by the provider | 400, invalid_request after invalid_request 400 (invalid_request_error, not this); asked 1
            OpenAI, unary            | all cooling down       | 429, rate_limit_exceeded (rate_limit_error, every candidate is rate limited, none was asked), Retry-After: the cooldown; asked 0
            OpenAI, unary            | again while it runs    | 409, request_in_progress (invalid_request_error, A request with the same idempotency key is in progress.), Retry-After: the claim; asked 1
            OpenAI, unary            | again when it is done  | 200, answer, replayed; asked 1
            OpenAI, stream           | success                | 200, answer; asked 1
            OpenAI, stream           | a prompt that is none  | 400, invalid_request at messages[0].content (invalid_request_error, messages[0].content: expected a string or a list of parts); asked 0
            OpenAI, stream           | a content filter       | 400, content_filter after content_filter 400 (invalid_request_error, not this); asked 1
            OpenAI, stream           | refused by the provider | 400, invalid_request after invalid_request 400 (invalid_request_error, not this); asked 1
            OpenAI, stream           | all cooling down       | 429, rate_limit_exceeded (rate_limit_error, every candidate is rate limited, none was asked), Retry-After: the cooldown; asked 0
            OpenAI, stream           | again while it runs    | 409, request_in_progress (invalid_request_error, A request with the same idempotency key is in progress.), Retry-After: the claim; asked 1
            OpenAI, stream           | again when it is done  | 200, answer, replayed; asked 1
            CloudEvent, binary       | success                | 200, caramba.generated: answer; asked 1
            CloudEvent, binary       | a prompt that is none  | 200, caramba.failed: invalid_request at prompt (invalid_request_error, prompt: expected a string); asked 0
            CloudEvent, binary       | a content filter       | 200, caramba.failed: content_filter after content_filter 400 (invalid_request_error, not this); asked 1
            CloudEvent, binary       | refused by the provider | 200, caramba.failed: invalid_request after invalid_request 400 (invalid_request_error, not this); asked 1
            CloudEvent, binary       | all cooling down       | 429, rate_limit_exceeded (rate_limit_error, every candidate is rate limited, none was asked), Retry-After: the cooldown; asked 0
            CloudEvent, binary       | again while it runs    | 503, request_in_progress (invalid_request_error, A request with the same idempotency key is in progress.), Retry-After: the claim; asked 1
            CloudEvent, binary       | again when it is done  | 200, caramba.generated: answer, replayed; asked 1
            CloudEvent, structured   | success                | 200, caramba.generated: answer; asked 1
            CloudEvent, structured   | a prompt that is none  | 200, caramba.failed: invalid_request at prompt (invalid_request_error, prompt: expected a string); asked 0
            CloudEvent, structured   | a content filter       | 200, caramba.failed: content_filter after content_filter 400 (invalid_request_error, not this); asked 1
            CloudEvent, structured   | refused by the provider | 200, caramba.failed: invalid_request after invalid_request 400 (invalid_request_error, not this); asked 1
            CloudEvent, structured   | all cooling down       | 429, rate_limit_exceeded (rate_limit_error, every candidate is rate limited, none was asked), Retry-After: the cooldown; asked 0
            CloudEvent, structured   | again while it runs    | 503, request_in_progress (invalid_request_error, A request with the same idempotency key is in progress.), Retry-After: the claim; asked 1
            CloudEvent, structured   | again when it is done  | 200, caramba.generated: answer, replayed; asked 1
            CloudEvent caramba.batch | success                | 200, caramba.batched: [answer, answer]; asked 2
            CloudEvent caramba.batch | a prompt that is none  | 200, caramba.batched: [answer, invalid_request at prompt (invalid_request_error, prompt: expected a string)]; asked 1
            CloudEvent caramba.batch | a content filter       | 200, caramba.batched: [answer, content_filter after content_filter 400 (invalid_request_error, not this)]; asked 2
            CloudEvent caramba.batch | refused by the provider | 200, caramba.batched: [answer, invalid_request after invalid_request 400 (invalid_request_error, not this)]; asked 2
            CloudEvent caramba.batch | all cooling down       | 503, batch_unfinished (service_unavailable_error, 2 of 2 prompts are not done; the results of the others are kept.), Retry-After: the cooldown; asked 0
            CloudEvent caramba.batch | again while it runs    | 503, batch_unfinished (service_unavailable_error, 2 of 2 prompts are not done; the results of the others are kept.), Retry-After: the claim; asked 2
            CloudEvent caramba.batch | again when it is done  | 200, caramba.batched: [answer, answer]; asked 2
            Lambda, generate         | success                | answer; asked 1
            Lambda, generate         | a prompt that is none  | PermanentException 400, invalid_request at prompt (invalid_request_error, prompt: expected a string); asked 0
            Lambda, generate         | a content filter       | PermanentException 400, content_filter after content_filter 400 (invalid_request_error, not this); asked 1
            Lambda, generate         | refused by the provider | PermanentException 400, invalid_request after invalid_request 400 (invalid_request_error, not this); asked 1
            Lambda, generate         | all cooling down       | RetryableException 429, rate_limit_exceeded (rate_limit_error, every candidate is rate limited, none was asked), Retry-After: the cooldown; asked 0
            Lambda, generate         | again while it runs    | answer; asked 2
            Lambda, generate         | again when it is done  | answer; asked 2
            Lambda, messages of SQS  | success                | handed back: []; asked 2
            Lambda, messages of SQS  | a prompt that is none  | handed back: []; asked 1
            Lambda, messages of SQS  | a content filter       | handed back: []; asked 2
            Lambda, messages of SQS  | refused by the provider | handed back: []; asked 2
            Lambda, messages of SQS  | all cooling down       | handed back: [1, 2]; asked 0
            Lambda, messages of SQS  | again while it runs    | handed back: [1, 2]; asked 2
            Lambda, messages of SQS  | again when it is done  | handed back: []; asked 2
            """;

    private static final Map<String, String> SEEN = new ConcurrentHashMap<>();

    private static TriggerFixture bench;

    @BeforeAll
    static void start() throws Exception {
        bench = new TriggerFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        bench.close();
        write();
    }

    static Stream<Arguments> cells() {
        return expected().entrySet().stream()
                .map(cell -> Arguments.of(trigger(cell.getKey()), situation(cell.getKey()), cell.getValue()));
    }

    private static Trigger trigger(String name) {
        return Arrays.stream(Trigger.values())
                .filter(trigger -> name.startsWith(trigger + " | "))
                .findFirst()
                .orElseThrow();
    }

    private static TriggerCase situation(String name) {
        return Arrays.stream(TriggerCase.values())
                .filter(situation -> name.endsWith(" | " + situation))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_table_says_what_is_expected_of_every_trigger_in_every_situation() {
        var names = Arrays.stream(Trigger.values())
                .flatMap(trigger -> Arrays.stream(TriggerCase.values()).map(situation -> name(trigger, situation)))
                .toList();
        assertEquals(names, List.copyOf(expected().keySet()));
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("cells")
    void a_prompt_comes_to(Trigger trigger, TriggerCase situation, String expected) throws Exception {
        var seen = switch (situation) {
            case COOLING -> whileAllCoolDown(trigger);
            case MEANWHILE -> whileItRuns(trigger);
            case AFTERWARDS -> whenItIsDone(trigger);
            default -> words(deliver(trigger, situation, 0));
        };
        seen += "; asked " + bench.cell(trigger, situation).asked();
        SEEN.put(name(trigger, situation), seen);
        assertEquals(expected, seen);
    }

    private static String whileAllCoolDown(Trigger trigger) throws Exception {
        var began = System.nanoTime();
        bench.coolDown(trigger, TriggerCase.COOLING);
        var seen = deliver(trigger, TriggerCase.COOLING, 0);
        var elapsed = Duration.ofNanos(System.nanoTime() - began);
        return words(seen, "the cooldown", TriggerFixture.COOLDOWN.minus(elapsed), TriggerFixture.COOLDOWN);
    }

    private static String whileItRuns(Trigger trigger) throws Exception {
        var cell = bench.cell(trigger, TriggerCase.MEANWHILE);
        cell.hold(trigger.prompts());
        var first = bench.deliver(trigger, TriggerCase.MEANWHILE, 0);
        cell.awaitArrival(trigger.prompts());
        var second = deliver(trigger, TriggerCase.MEANWHILE, 1);
        cell.letGo();
        assertSuccess(trigger, first.get(LONGEST_WAIT, TimeUnit.SECONDS));
        return words(second, "the claim", TriggerFixture.CLAIM.dividedBy(2), TriggerFixture.CLAIM);
    }

    private static String whenItIsDone(Trigger trigger) throws Exception {
        assertSuccess(trigger, deliver(trigger, TriggerCase.AFTERWARDS, 0));
        return words(deliver(trigger, TriggerCase.AFTERWARDS, 1));
    }

    private static ReplyDescription deliver(Trigger trigger, TriggerCase situation, int time) throws Exception {
        return bench.deliver(trigger, situation, time).get(LONGEST_WAIT, TimeUnit.SECONDS);
    }

    private static void assertSuccess(Trigger trigger, ReplyDescription seen) {
        var expected = expected().get(name(trigger, TriggerCase.SUCCESS));
        assertEquals(expected.substring(0, expected.lastIndexOf("; asked ")), words(seen));
    }

    /** With the time to wait as it is. */
    private static String words(ReplyDescription seen) {
        return seen.words()
                + (seen.seconds().isPresent()
                        ? ", Retry-After: " + seen.seconds().getAsLong()
                        : "");
    }

    /** With the time to wait named, when it is as long as what the name stands for may be. */
    private static String words(ReplyDescription seen, String name, Duration shortest, Duration longest) {
        return within(seen.seconds(), shortest, longest) ? seen.words() + ", Retry-After: " + name : words(seen);
    }

    private static boolean within(OptionalLong seconds, Duration shortest, Duration longest) {
        return seconds.isPresent()
                && seconds.getAsLong() >= shortest.toSeconds()
                && seconds.getAsLong() <= longest.toSeconds();
    }

    private static String name(Trigger trigger, TriggerCase situation) {
        return trigger + " | " + situation;
    }

    private static Map<String, String> expected() {
        var expected = new LinkedHashMap<String, String>();
        for (var line : EXPECTED.lines().toList()) {
            var cell = Stream.of(line.split("\\|")).map(String::strip).toList();
            expected.put(cell.get(0) + " | " + cell.get(1), cell.get(2));
        }
        return expected;
    }

    private static void write() throws Exception {
        var head =
                Arrays.stream(TriggerCase.values()).map(TriggerCase::toString).collect(Collectors.joining(" | "));
        var rows = Arrays.stream(Trigger.values())
                .map(trigger -> Arrays.stream(TriggerCase.values())
                        .map(situation -> SEEN.getOrDefault(name(trigger, situation), ""))
                        .collect(Collectors.joining(" | ", "| " + trigger + " | ", " |")));
        var lines = Stream.concat(
                        Stream.of("| trigger | " + head + " |", "|---".repeat(TriggerCase.values().length + 1) + "|"),
                        rows)
                .toList();
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, lines);
    }
}
