package dev.caramba.generation;

import dev.caramba.prompt.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What happened to a call so far: which attempts were made, and which target's answer is given out. Written by the
 * balancer, read by the triggers, the log and the metrics; safe for use by several threads.
 */
public final class CallTrail {

    private final List<String> alwaysDropped;
    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Resumption> resumptions = new ArrayList<>();
    private final List<Hedging> hedgings = new ArrayList<>();
    private final Map<String, String> notices = new LinkedHashMap<>();
    private volatile AttemptWatch watch = AttemptWatch.NONE;
    private Optional<Target> answering = Optional.empty();
    private List<String> droppedParams = List.of();
    private int begun;
    private CacheUse cache = CacheUse.BYPASS;

    public CallTrail() {
        this(List.of());
    }

    /** @param alwaysDropped parameters that were left out before any target was chosen */
    public CallTrail(List<String> alwaysDropped) {
        this.alwaysDropped = List.copyOf(alwaysDropped);
    }

    /** An attempt is about to be made. */
    public synchronized void begin() {
        begun++;
    }

    /** Who is told of the attempts from now on. */
    public void watchedBy(AttemptWatch watch) {
        this.watch = watch;
    }

    /** An attempt is about to be made; whoever watches is to be told how it goes. */
    public AttemptWatch.Watched begin(Target target, AttemptWatch.Reason reason) {
        begin();
        return watch.begin(target, reason);
    }

    /** An attempt has ended. */
    public synchronized void add(Attempt attempt) {
        attempts.add(attempt);
    }

    /** The answer of this target is being given out. */
    public synchronized void answering(Target target, List<String> droppedParams) {
        this.answering = Optional.of(target);
        this.droppedParams = List.copyOf(droppedParams);
    }

    /** The answer had broken, and this became of it. */
    public synchronized void resumed(Resumption resumption) {
        resumptions.add(resumption);
    }

    /** A second attempt had been made beside a silent one, and this became of it. */
    public synchronized void hedged(Hedging hedging) {
        hedgings.add(hedging);
    }

    /**
     * A stage has something to tell the caller beside the answer, before the call is committed.
     *
     * @param header the name of the response header that it goes out in
     */
    public synchronized void notice(String header, String value) {
        notices.put(header, value);
    }

    /** What the stages have to tell the caller, by the response header's name. */
    public synchronized Map<String, String> notices() {
        return Map.copyOf(notices);
    }

    /** This is what the call has to do with answers that are kept. */
    public synchronized void cache(CacheUse use) {
        cache = use;
    }

    /** What the call has to do with answers that are kept; the tokens of a hit were not spent by it. */
    public synchronized CacheUse cache() {
        return cache;
    }

    /** The ended attempts, in order. */
    public synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** How many attempts were made, one under way included. */
    public synchronized int begun() {
        return begun;
    }

    /** The target that began the answer which is given out; empty before the call is committed. */
    public synchronized Optional<Target> answering() {
        return answering;
    }

    /** What became of the answer each time it broke, in order. */
    public synchronized List<Resumption> resumptions() {
        return List.copyOf(resumptions);
    }

    /** What became of the attempts that were made beside a silent one, in order. */
    public synchronized List<Hedging> hedgings() {
        return List.copyOf(hedgings);
    }

    /** Parameters that were left out: always, or by the answering target's dialect. */
    public synchronized List<String> droppedParams() {
        return Stream.concat(alwaysDropped.stream(), droppedParams.stream()).toList();
    }
}
