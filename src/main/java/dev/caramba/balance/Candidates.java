package dev.caramba.balance;

import java.util.List;

/**
 * Who may answer a request.
 *
 * @param pool the name under which turns are counted
 * @param strategy orders the peers
 * @param peers the targets that the request's model resolves to, without duplicates
 * @param fallbacks last resorts, asked in this order
 */
public record Candidates(String pool, SelectionStrategy strategy, List<Candidate> peers, List<Candidate> fallbacks) {}
