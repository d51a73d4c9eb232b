package dev.caramba.observe;

import dev.caramba.generation.Attempt;
import dev.caramba.generation.CacheUse;
import dev.caramba.generation.HedgeResult;
import dev.caramba.generation.ResumeResult;
import dev.caramba.generation.TraceContext;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The record of a call that has ended. It holds no key. Only {@code said} holds parts of the prompt or the answer.
 *
 * @param model the model that the caller asked for; {@code auto} when it named none
 * @param target the target whose answer was given out, or the first part of that answer
 * @param resumptions the result of each attempt to continue an answer that broke
 * @param hedgings the result of each attempt that was started beside a silent one
 * @param outcome {@code success}, or the kind of failure
 * @param timeToFirstToken the time from the call to its first content, including failovers
 * @param trace the call's place in a trace: its own span where spans are made, else the caller's
 * @param said the prompt and the answer, where the log shows them
 * @param cache whether the answer came from the cache; another call spent the usage of a {@link CacheUse#HIT}
 */
public record CallRecord(
        String requestId,
        String caller,
        String model,
        boolean stream,
        Optional<Target> target,
        List<Attempt> attempts,
        List<ResumeResult> resumptions,
        List<HedgeResult> hedgings,
        String outcome,
        Duration latency,
        Optional<Duration> timeToFirstToken,
        Optional<Usage> usage,
        Optional<TraceContext> trace,
        Optional<LoggedContent> said,
        CacheUse cache) {}
