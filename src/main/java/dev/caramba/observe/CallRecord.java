package dev.caramba.observe;

import dev.caramba.generation.Attempt;
import dev.caramba.generation.CacheUse;
import dev.caramba.generation.Hedging;
import dev.caramba.generation.Resumption;
import dev.caramba.generation.TraceContext;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One call that has ended. Holds no key, and neither prompt nor answer but in {@code said}.
 *
 * @param model what the caller asked for; {@code auto} when it named nothing
 * @param target whose answer was given out, or the first part of it
 * @param resumptions what became of the answer each time that it broke
 * @param hedgings what became of each attempt that was made beside a silent one
 * @param outcome {@code success}, or the kind of failure
 * @param timeToFirstToken from the call to its first content, failovers included
 * @param trace where it stands in a trace: its own span where spans are made, else the caller's
 * @param said what was said, where that is logged
 * @param cache whether the answer was one that was kept: the usage of a {@link CacheUse#HIT} was spent by another call
 */
public record CallRecord(
        String requestId,
        String caller,
        String model,
        boolean stream,
        Optional<Target> target,
        List<Attempt> attempts,
        List<Resumption> resumptions,
        List<Hedging> hedgings,
        String outcome,
        Duration latency,
        Optional<Duration> timeToFirstToken,
        Optional<Usage> usage,
        Optional<TraceContext> trace,
        Optional<LoggedContent> said,
        CacheUse cache) {}
