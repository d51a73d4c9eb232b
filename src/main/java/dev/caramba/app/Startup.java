package dev.caramba.app;

import dev.caramba.observe.ObservedProvider;
import dev.caramba.prompt.Target;
import dev.caramba.route.Catalog;
import dev.caramba.settings.Settings;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Creates everything at start, so that a wrong configuration stops the start, and logs the configured targets. */
@Singleton
final class Startup {

    private static final Logger LOG = Logger.getLogger("dev.caramba");
    private static final int MOST_TARGETS = 20;

    void start(
            @Observes StartupEvent event,
            Config config,
            Catalog catalog,
            Stores stores,
            ObservedProvider provider,
            Settings settings,
            Sinks sinks) {
        // Quarkus has Mutiny wrap each step of each stream, to carry the context of a request along. None here needs
        // one.
        Infrastructure.clearInterceptors();
        settings.log().advice().ifPresent(LOG::warn);
        if (!isSnapshot(config)) {
            stores.prepare(catalog.targets());
        }
        LOG.info(summary(catalog));
        catalog.notices().forEach((route, notice) -> LOG.warnf("route %s: %s", route, notice));
    }

    /**
     * Returns whether this process is a snapshot from which others are started. All copies would share its connections,
     * which would be dead.
     */
    private static boolean isSnapshot(Config config) {
        return config.getOptionalValue("AWS_LAMBDA_INITIALIZATION_TYPE", String.class)
                .filter("snap-start"::equals)
                .isPresent();
    }

    private static String summary(Catalog catalog) {
        var targets = catalog.targets();
        if (targets.isEmpty()) {
            return "no provider is configured";
        }
        var shown = targets.stream().limit(MOST_TARGETS).map(Target::toString).collect(Collectors.joining(", "));
        return targets.size() <= MOST_TARGETS
                ? "targets: " + shown
                : "targets: " + shown + " and " + (targets.size() - MOST_TARGETS) + " more";
    }
}
