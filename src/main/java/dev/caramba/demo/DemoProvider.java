package dev.caramba.demo;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** A simulated provider. Its first call starts its server. */
final class DemoProvider implements Provider {

    private static final Logger LOG = Logger.getLogger("dev.caramba.demo");

    private final DemoBehaviour behaviour;
    private final Uni<Provider> started;

    DemoProvider(Vertx vertx, DemoBehaviour behaviour, Function<String, Provider> client) {
        this.behaviour = behaviour;
        this.started = new DemoServer(vertx, behaviour)
                .start()
                .invoke(url -> LOG.infof(
                        "DEMO: %s runs at %s; its answers come from no AI model", behaviour.providerName(), url))
                .map(client)
                .memoize()
                .indefinitely();
    }

    @Override
    public String name() {
        return behaviour.providerName();
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return started.onItem().transformToMulti(provider -> provider.generate(context, params));
    }
}
