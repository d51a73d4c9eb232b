package dev.caramba.generation;

import dev.caramba.prompt.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The record of a call: its attempts and the target whose answer is given out. The balancer writes it; the triggers,
 * the log and the metrics read it. Safe for use by several threads.
 */
public final class CallTrail {

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<ResumeResult> resumptions = new ArrayList<>();
    private final List<HedgeResult> hedgings = new ArrayList<>();
    private final Map<String, String> notices = new LinkedHashMap<>();
    private volatile AttemptWatch watch = AttemptWatch.NONE;
    private Optional<Target> answering = Optional.empty();
    private List<String> droppedParams = List.of();
    private Optional<String> answerId = Optional.empty();
    private int begun;
    private CacheUse cache = CacheUse.BYPASS;

    /**
     * Returns the id of the answer, without a prefix. It is the same for all who ask.
     *
     * @param ids makes the id for the first who asks
     */
    public synchronized String answerId(Supplier<String> ids) {
        if (answerId.isEmpty()) {
            answerId = Optional.of(ids.get());
        }
        return answerId.get();
    }

    /** Counts an attempt that is about to be made. */
    public synchronized void begin() {
        begun++;
    }

    /** Sets the observer of all further attempts. */
    public void watchedBy(AttemptWatch watch) {
        this.watch = watch;
    }

    /** Counts an attempt that is about to be made and returns its observer. */
    public AttemptWatch.Watched begin(Target target, AttemptWatch.Reason reason) {
        begin();
        return watch.begin(target, reason);
    }

    /** Adds an attempt that has ended. */
    public synchronized void add(Attempt attempt) {
        attempts.add(attempt);
    }

    /** Records that the answer of this target is given out. */
    public synchronized void answering(Target target, List<String> droppedParams) {
        this.answering = Optional.of(target);
        this.droppedParams = List.copyOf(droppedParams);
    }

    /** Records the result of an attempt to continue a broken answer. */
    public synchronized void resumed(ResumeResult resumption) {
        resumptions.add(resumption);
    }

    /** Records the result of a hedge. */
    public synchronized void hedged(HedgeResult hedging) {
        hedgings.add(hedging);
    }

    /**
     * Adds a response header for the caller. A stage calls this before the call is committed.
     *
     * @param header the name of the response header
     */
    public synchronized void notice(String header, String value) {
        notices.put(header, value);
    }

    /** Returns the response headers that stages have added, by name. */
    public synchronized Map<String, String> notices() {
        return Map.copyOf(notices);
    }

    /** Records how the call uses the answer cache. */
    public synchronized void cache(CacheUse use) {
        cache = use;
    }

    /** Returns how the call uses the answer cache. The tokens of a hit were spent by an earlier call. */
    public synchronized CacheUse cache() {
        return cache;
    }

    /** Returns the ended attempts, in order. */
    public synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Returns the number of attempts, including one under way. */
    public synchronized int begun() {
        return begun;
    }

    /** Returns the target that began the answer; empty before the call is committed. */
    public synchronized Optional<Target> answering() {
        return answering;
    }

    /** Returns what became of the answer each time it broke off, in order. */
    public synchronized List<ResumeResult> resumptions() {
        return List.copyOf(resumptions);
    }

    /** Returns what became of each hedge, in order. */
    public synchronized List<HedgeResult> hedgings() {
        return List.copyOf(hedgings);
    }

    /**
     * Returns the parameters that were left out by the answering target's dialect.
     */
    public synchronized List<String> droppedParams() {
        return droppedParams;
    }
}
