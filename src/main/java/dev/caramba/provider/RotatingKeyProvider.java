package dev.caramba.provider;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Embedder;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.WireFormat;
import dev.caramba.stream.Cancellation;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A provider entry whose key may be replaced while the process runs. A provider may refuse a key that has just been
 * replaced. Such a refusal is reported as a temporary failure, so that it causes no long cooldown of the entry.
 */
public final class RotatingKeyProvider implements Provider {

    private record Keyed(String key, Provider provider) {

        /** Keeps the key out of logs and errors. */
        @Override
        public String toString() {
            return provider.name();
        }
    }

    private final KeySource keys;
    private final Function<String, Provider> withKey;
    private volatile Keyed latest;

    /**
     * @param key the key at start-up
     * @param withKey creates the entry with a key; must be cheap
     */
    public RotatingKeyProvider(String key, KeySource keys, Function<String, Provider> withKey) {
        this.keys = keys;
        this.withKey = withKey;
        this.latest = new Keyed(key, withKey.apply(key));
    }

    @Override
    public String name() {
        return latest.provider().name();
    }

    @Override
    public Optional<Failure> cannotExpress(GenerationParams params) {
        return latest.provider().cannotExpress(params);
    }

    @Override
    public boolean continuesText(GenerationParams params) {
        return latest.provider().continuesText(params);
    }

    @Override
    public Set<String> account() {
        return latest.provider().account();
    }

    @Override
    public boolean passesOn(WireFormat format) {
        return latest.provider().passesOn(format);
    }

    @Override
    public Optional<Embedder> embedder() {
        return latest.provider().embedder().map(ignored -> new Rekeyed());
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return answered(provider -> provider.generate(context, params));
    }

    private Multi<Event> answered(Function<Provider, Multi<Event>> asked) {
        return EventStream.of(Multi.createFrom().deferred(() -> {
            var cancellation = new Cancellation();
            return cancellation.of(
                    keys.current().onItem().transformToMulti(key -> cancellation.reaching(answer(keyed(key), asked))));
        }));
    }

    @Override
    public Optional<Uni<Long>> countTokens(CallContext context, GenerationParams params) {
        return latest.provider()
                .countTokens(context, params)
                .map(ignored -> keys.current()
                        .flatMap(key -> keyed(key)
                                .provider()
                                .countTokens(context, params)
                                .orElseThrow()));
    }

    private Multi<Event> answer(Keyed keyed, Function<Provider, Multi<Event>> asked) {
        return EventStream.replaceAtEnd(
                asked.apply(keyed.provider()),
                last -> last instanceof Event.Error error && concernsKey(error)
                        ? keys.newest().map(newest -> newest.equals(keyed.key()) ? error : outdated(error))
                        : Uni.createFrom().item(last));
    }

    private Keyed keyed(String key) {
        var known = latest;
        if (known.key().equals(key)) {
            return known;
        }
        var fresh = new Keyed(key, withKey.apply(key));
        latest = fresh;
        return fresh;
    }

    /** Makes vectors with the latest key. */
    private final class Rekeyed implements Embedder {

        @Override
        public int batchSize() {
            return embedderOf(latest.provider()).batchSize();
        }

        @Override
        public Optional<Failure> cannotEmbed(GenerationParams params) {
            return embedderOf(latest.provider()).cannotEmbed(params);
        }

        @Override
        public Multi<Event> embed(CallContext context, GenerationParams params) {
            return answered(provider -> embedderOf(provider).embed(context, params));
        }

        private static Embedder embedderOf(Provider provider) {
            return provider.embedder().orElseThrow();
        }
    }

    private static boolean concernsKey(Event.Error error) {
        return error.failure().kind().scope() == FailureKind.Scope.PROVIDER;
    }

    private static Event outdated(Event.Error error) {
        var refusal = error.failure();
        return error.with(new Failure(
                FailureKind.UNAVAILABLE,
                "the provider refused a key that has been replaced meanwhile",
                refusal.status(),
                refusal.retryAfter(),
                refusal.requestId(),
                refusal.param()));
    }
}
