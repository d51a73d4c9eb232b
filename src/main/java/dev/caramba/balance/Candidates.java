package dev.caramba.balance;

import dev.caramba.generation.CallContext;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The candidates for one request.
 *
 * @param pool the name under which the store counts turns
 * @param strategy orders the peers
 * @param peers the targets that the request's model resolves to, without duplicates
 * @param fallbacks the candidates that are asked last, in this order
 * @param hedgeAfter how long an attempt may go without content before it is hedged with another peer; empty: it is
 *     never hedged
 */
public record Candidates(
        String pool,
        SelectionStrategy strategy,
        List<Candidate> peers,
        List<Candidate> fallbacks,
        Optional<Duration> hedgeAfter) {

    /** Creates candidates without hedging. */
    public Candidates(String pool, SelectionStrategy strategy, List<Candidate> peers, List<Candidate> fallbacks) {
        this(pool, strategy, peers, fallbacks, Optional.empty());
    }

    /** Returns all targets that may answer: the peers', then the fallbacks'. */
    public List<Target> targets() {
        return Stream.concat(peers.stream(), fallbacks.stream())
                .map(Candidate::target)
                .toList();
    }

    /** Returns the same candidates, with this one of them as the peer that is asked first. */
    Candidates preferring(Target target) {
        var preferred = Stream.concat(peers.stream(), fallbacks.stream())
                .filter(candidate -> candidate.target().equals(target));
        return new Candidates(
                pool,
                new Preference(candidate -> candidate.target().equals(target), strategy),
                Stream.concat(preferred, without(target, peers)).toList(),
                without(target, fallbacks).toList(),
                hedgeAfter);
    }

    /** Returns the same candidates, of whose peers these come first. */
    Candidates preferring(Predicate<Candidate> preferred) {
        return peers.stream().anyMatch(preferred) && !peers.stream().allMatch(preferred)
                ? new Candidates(pool, new Preference(preferred, strategy), peers, fallbacks, hedgeAfter)
                : this;
    }

    private static Stream<Candidate> without(Target target, List<Candidate> candidates) {
        return candidates.stream().filter(candidate -> !candidate.target().equals(target));
    }

    /**
     * Returns the same candidates, each limited to the call's share of its slots. Calls that are not interactive are
     * not hedged, because nobody waits for their answer.
     */
    Candidates sharedBy(CallContext call) {
        return call.interactive() && call.share() == 1
                ? this
                : new Candidates(
                        pool,
                        strategy,
                        shared(peers, call),
                        shared(fallbacks, call),
                        hedgeAfter.filter(after -> call.interactive()));
    }

    private static List<Candidate> shared(List<Candidate> candidates, CallContext call) {
        return candidates.stream()
                .map(candidate -> candidate.withMaxInFlight(call.shareOf(candidate.maxInFlight())))
                .toList();
    }
}
