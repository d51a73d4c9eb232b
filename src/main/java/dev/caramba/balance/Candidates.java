package dev.caramba.balance;

import dev.caramba.generation.CallContext;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may answer a request.
 *
 * @param pool the name under which turns are counted
 * @param strategy orders the peers
 * @param peers the targets that the request's model resolves to, without duplicates
 * @param fallbacks last resorts, asked in this order
 * @param hedgeAfter how long an attempt may be silent before another peer is asked beside it; empty: none is
 */
public record Candidates(
        String pool,
        SelectionStrategy strategy,
        List<Candidate> peers,
        List<Candidate> fallbacks,
        Optional<Duration> hedgeAfter) {

    /** Without hedging. */
    public Candidates(String pool, SelectionStrategy strategy, List<Candidate> peers, List<Candidate> fallbacks) {
        this(pool, strategy, peers, fallbacks, Optional.empty());
    }

    /** Whose answer it may become: the peers', then the fallbacks'. */
    public List<Target> targets() {
        return Stream.concat(peers.stream(), fallbacks.stream())
                .map(Candidate::target)
                .toList();
    }

    /**
     * The same candidates with as many slots as this call may use of them. Where nobody waits for it, a second request
     * beside a slow one would buy nothing.
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
