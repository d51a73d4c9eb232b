package dev.caramba.usage;

import dev.caramba.generation.Budget;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.Cancellation;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts the usage of every call that reaches a provider, and refuses calls of callers whose budget is spent. The
 * ledger gets the usage of a call before the last event is passed on, so that a caller with an answer finds it counted.
 * When the caller leaves, the ledger gets it after that.
 */
public final class UsageProvider implements Provider {

    private final Provider inner;
    private final UsageLedger ledger;
    private final UsageTally tally;
    private final boolean countsAll;
    private final double warning;
    private final List<UsageObserver> observers;

    /**
     * @param countsAll whether calls of callers without a budget are counted too
     * @param warning the share of a budget at which its caller gets a warning
     * @param observers further receivers of the counted usage
     */
    public UsageProvider(
            Provider inner,
            UsageLedger ledger,
            UsageTally tally,
            boolean countsAll,
            double warning,
            List<UsageObserver> observers) {
        this.inner = inner;
        this.ledger = ledger;
        this.tally = tally;
        this.countsAll = countsAll;
        this.warning = warning;
        this.observers = List.copyOf(observers);
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        var budget = context.caller().grant().budget();
        if (budget.equals(Budget.UNLIMITED)) {
            return countsAll ? counted(context, params) : inner.generate(context, params);
        }
        return Multi.createFrom().deferred(() -> {
            var cancellation = new Cancellation();
            return cancellation.of(ledger.spent(context.caller().name())
                    .map(spent -> BudgetCheck.of(budget, spent, warning))
                    .onItem()
                    .transformToMulti(check -> cancellation.reaching(checked(check, context, params))));
        });
    }

    private Multi<Event> checked(BudgetCheck check, CallContext context, GenerationParams params) {
        check.headers().forEach(context.trail()::notice);
        return check.refusal()
                .map(refusal -> EventStream.of(Multi.createFrom().item(new Event.Error(refusal))))
                .orElseGet(() -> counted(context, params));
    }

    private Multi<Event> counted(CallContext context, GenerationParams params) {
        return Multi.createFrom().deferred(() -> {
            var account = new Account(context, params);
            var events = EventStream.callAtEnd(inner.generate(context, params), account::ended);
            // a cancellation is passed on first, so that the attempts under way are in the trail by then
            return EventStream.onEnd(events, account::left);
        });
    }

    /** Counts one call. */
    private final class Account {

        private final CallContext context;
        private final GenerationParams params;
        private final AtomicBoolean closed = new AtomicBoolean();

        Account(CallContext context, GenerationParams params) {
            this.context = context;
            this.params = params;
        }

        Uni<Void> ended(Event last) {
            return close(last instanceof Event.Error);
        }

        void left() {
            close(true).subscribe().with(ignored -> {}, ignored -> {});
        }

        private Uni<Void> close(boolean failed) {
            if (!closed.compareAndSet(false, true)) {
                return Uni.createFrom().voidItem();
            }
            var used = tally.of(context, params, failed);
            observers.forEach(observer -> used.forEach(observer::used));
            return used.isEmpty() ? Uni.createFrom().voidItem() : ledger.add(used);
        }
    }
}
