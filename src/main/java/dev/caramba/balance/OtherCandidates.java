package dev.caramba.balance;

import dev.caramba.balance.BalancedProvider.Balancing;
import dev.caramba.health.HealthView;
import dev.caramba.prompt.Target;
import java.util.List;

/** The candidates that could be asked instead of the attempt under way. Any thread may read it. */
final class OtherCandidates {

    private final Balancing balancing;
    private final Candidates candidates;
    private final CallHistory history;
    private final PartialAnswer answer;

    OtherCandidates(Balancing balancing, Candidates candidates, CallHistory history, PartialAnswer answer) {
        this.balancing = balancing;
        this.candidates = candidates;
        this.history = history;
        this.answer = answer;
    }

    /**
     * Returns the targets whose health the store shows along with a lease, so that {@link #none} can tell who else may
     * be asked.
     */
    List<Target> watched() {
        return history.untried(candidates.peers(), candidates.fallbacks()).stream()
                .map(Candidate::target)
                .toList();
    }

    /**
     * Returns whether no other candidate can take over: no second attempt is under way, and one of these holds: no
     * further attempt is allowed, no other candidate may be asked now, or the partial answer cannot be continued. The
     * health that came with the lease counts until this instance sees a later view of the pool.
     */
    boolean none(HealthView leased) {
        if (history.underWay() > 1) {
            return false;
        }
        if (history.attempts() >= balancing.settings().maxAttempts() || answer.begun() && !answer.continuable()) {
            return true;
        }
        var latest = balancing.views().getOrDefault(candidates.pool(), leased);
        var view = latest.now().isBefore(leased.now()) ? leased : latest;
        return untried().stream().noneMatch(other -> view.mayBeAsked(other.target()));
    }

    /**
     * Returns the candidates that are still to be asked. Before the first content, a call that has reached the
     * fallbacks stays with them.
     */
    private List<Candidate> untried() {
        return history.atFallbacks() && !answer.begun()
                ? history.untried(candidates.fallbacks())
                : history.untried(candidates.peers(), candidates.fallbacks());
    }
}
