package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.generation.ProviderContract;
import io.smallrye.mutiny.Multi;

class BalancedProviderContractTest extends ProviderContract {

    private ScriptedProvider scripted;

    @Override
    protected Provider provider(Behind behind) {
        var bench = BalancerFixture.withMaxAttempts(1);
        scripted = bench.peer("a").then(script(behind));
        return bench.balancer();
    }

    @Override
    protected int requests() {
        return scripted.asked();
    }

    @Override
    protected boolean underWay() {
        return scripted.underWay() > 0;
    }

    private static Multi<Event> script(Behind behind) {
        return switch (behind) {
            case ANSWERS ->
                Multi.createFrom()
                        .items(Scripts.start("r"), new Event.Chunk("Hello"), new Event.Chunk(" world"), Scripts.done());
            case REFUSES -> Scripts.fails(FailureKind.UNAVAILABLE);
            case BREAKS -> Scripts.breaksAfter("Hello", FailureKind.NETWORK);
            case STALLS -> Scripts.stallsAfter(Scripts.start("r"), new Event.Chunk("Hello"));
        };
    }
}
