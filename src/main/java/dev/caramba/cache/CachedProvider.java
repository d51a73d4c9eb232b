package dev.caramba.cache;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Provider;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;

/**
 * Gives out stored answers. When several calls ask the same at a time, one of them asks a provider for all. A call
 * passes through unchanged when neither its request nor its route asks for caching.
 */
public final class CachedProvider implements Provider {

    private final Stage stage;
    private final BiFunction<GenerationParams, Grant, List<Target>> targets;

    /**
     * @param targets returns the targets of a request's model and fallbacks for its caller; throws a
     *     {@link ProviderException} when there are none
     * @param timer runs pauses and renewals; its threads must not be blocked
     */
    public CachedProvider(
            Provider inner,
            CacheStore store,
            CacheSettings settings,
            BiFunction<GenerationParams, Grant, List<Target>> targets,
            InstantSource clock,
            ScheduledExecutorService timer) {
        this.stage = new Stage(inner, store, settings, new SingleFlights(), clock, timer);
        this.targets = targets;
    }

    /** The parts that all calls share. */
    record Stage(
            Provider inner,
            CacheStore store,
            CacheSettings settings,
            SingleFlights flights,
            InstantSource clock,
            ScheduledExecutorService timer) {}

    @Override
    public String name() {
        return stage.inner().name();
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return ttl(context, params)
                .map(ttl -> Multi.createFrom().deferred(() -> cached(context, params, ttl)))
                .orElseGet(() -> stage.inner().generate(context, params));
    }

    /** Returns how long the answer may be stored; empty when it may not be stored. */
    private Optional<Duration> ttl(CallContext context, GenerationParams params) {
        var caching = context.caching();
        if (!caching.write()) {
            return Optional.empty();
        }
        var settings = stage.settings();
        return caching.ttl()
                .or(() -> params.model().map(settings.routes()::get))
                .map(ttl -> ttl.compareTo(settings.maxTtl()) > 0 ? settings.maxTtl() : ttl);
    }

    private Multi<Event> cached(CallContext context, GenerationParams params, Duration ttl) {
        try {
            var key = CacheKey.of(
                    context,
                    params,
                    targets.apply(params, context.caller().grant()),
                    stage.settings().shared());
            return new CachedCall(stage, context, params, key, ttl).events();
        } catch (ProviderException e) {
            // there is no target to ask; the inner provider reports that
            return stage.inner().generate(context, params);
        }
    }

    /** Returns whether no call is under way that others may wait for. */
    boolean idle() {
        return stage.flights().isEmpty();
    }
}
