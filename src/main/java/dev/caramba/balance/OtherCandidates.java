package dev.caramba.balance;

import dev.caramba.balance.BalancedProvider.Balancing;
import dev.caramba.health.HealthView;
import dev.caramba.prompt.Target;
import java.util.List;

/** Who could be asked instead of the attempt that is under way. May be read on any thread. */
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

    /** Whose health is to be seen along with a lease, so that it is known who else may be asked. */
    List<Target> watched() {
        return history.untried(candidates.peers(), candidates.fallbacks()).stream()
                .map(Candidate::target)
                .toList();
    }

    /**
     * Whether nobody is left: nobody is being asked beside it, and there is no further attempt, nobody who may be asked
     * now, or nobody who could go on with what the caller has. What the attempt's lease showed of the others holds until this instance has seen more.
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

    /** Before the first content a call that has come to the fallbacks stays there. */
    private List<Candidate> untried() {
        return history.atFallbacks() && !answer.begun()
                ? history.untried(candidates.fallbacks())
                : history.untried(candidates.peers(), candidates.fallbacks());
    }
}
