package dev.caramba.cache;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Provider;
import dev.caramba.generation.ProviderContract;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.EventStream;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class CachedProviderContractTest extends ProviderContract {

    private int requests;
    private int underWay;

    @Override
    protected Provider provider(Behind behind) {
        requests = 0;
        var time = new VirtualTime();
        var settings = new CacheSettings(
                Duration.ofHours(1),
                10_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                false,
                Map.of("m", Duration.ofMinutes(1)));
        return new CachedProvider(
                new Behaving(behind),
                new MemoryCacheStore(1 << 20, Duration.ofSeconds(5), time),
                settings,
                (params, grant) -> List.of(CacheFixture.TARGET),
                time,
                time);
    }

    @Override
    protected int requests() {
        return requests;
    }

    @Override
    protected boolean underWay() {
        return underWay > 0;
    }

    private final class Behaving implements Provider {

        private final Behind behind;

        Behaving(Behind behind) {
            this.behind = behind;
        }

        @Override
        public String name() {
            return "behaving";
        }

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            return Multi.createFrom().deferred(() -> {
                requests++;
                underWay++;
                context.trail().answering(CacheFixture.TARGET, List.of());
                return EventStream.onEnd(EventStream.of(events()), () -> underWay--);
            });
        }

        private Multi<Event> events() {
            var hello = new Event.Chunk("Hello");
            return switch (behind) {
                case ANSWERS ->
                    Multi.createFrom()
                            .items(
                                    hello,
                                    new Event.Chunk(" world"),
                                    new Event.Done(FinishReason.STOP, Optional.empty()));
                case REFUSES -> Multi.createFrom().item(new Event.Error(Failure.of(FailureKind.UNAVAILABLE, "down")));
                case BREAKS -> Multi.createFrom().items(hello, new Event.Error(Failure.of(FailureKind.NETWORK, "cut")));
                case STALLS ->
                    Multi.createBy()
                            .concatenating()
                            .streams(
                                    Multi.createFrom().item(hello),
                                    Multi.createFrom().<Event>nothing());
            };
        }
    }
}
