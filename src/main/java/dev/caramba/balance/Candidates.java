package dev.caramba.balance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
}
